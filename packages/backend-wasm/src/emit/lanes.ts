import type { DType } from "@gradual/core"
import type { Code, Order, Value } from "../encode/code.ts"
import type { Instruction, Shape } from "../encode/instructions.ts"

/**
 * Four elements, in vectors: one, or for float64 two of two. Booleans are four masks, all bits or none. A value that is the same
 * for a whole row is four times that.
 */
export interface Lanes {
  readonly dtype: DType
  readonly parts: readonly Value[]
  /** The number in all lanes, where it is known. */
  readonly known?: number
}

/** How many elements are computed at once. */
export const width = 4

const vectors: Readonly<Record<DType, Shape>> = { float32: "f32x4", float64: "f64x2", int32: "i32x4", bool: "i32x4" }

/** The name of an instruction on vectors of a dtype. */
export function named(dtype: DType, operation: string): Instruction {
  return `${vectors[dtype]}.${operation}` as Instruction
}

/** The same number in all lanes. */
export function splat(code: Code, dtype: DType, value: number): Lanes {
  if (dtype === "float64") {
    const part = code.splat("f64x2", value)
    return { dtype, parts: [part, part], known: value }
  }
  if (dtype === "float32") return { dtype, parts: [code.splat("f32x4", value)], known: value }
  const word = dtype === "bool" ? (value === 0 ? 0 : -1) : value
  return { dtype, parts: [code.splat("i32x4", word)], known: value }
}

/** Lanes that may change. */
export function variables(code: Code, { dtype, parts }: Lanes): Lanes {
  return { dtype, parts: parts.map((part) => code.variable(part)) }
}

/** Changes lanes. */
export function assign(code: Code, variable: Lanes, value: Lanes): void {
  for (const [i, part] of variable.parts.entries()) code.assign(part, value.parts[i]!)
}

/** An instruction on every vector of some. */
export function onVectors(code: Code, name: Instruction, operands: readonly (readonly Value[])[]): readonly Value[] {
  return operands[0]!.map((_, i) =>
    code.op(
      name,
      operands.map((one) => one[i]!),
    ),
  )
}

/** An instruction on every part. */
export function each(code: Code, name: Instruction, dtype: DType, ...operands: readonly Lanes[]): Lanes {
  return {
    dtype,
    parts: onVectors(
      code,
      name,
      operands.map(({ parts }) => parts),
    ),
  }
}

const halves = (name: string, ...firsts: readonly number[]): Order => ({
  name,
  bytes: firsts.flatMap((first) => Array.from({ length: 8 }, (_, i) => first + i)),
})
const upperTwice = halves("upper twice", 8, 8)
const lowerOfBoth = halves("lower of both", 0, 16)
/** The upper half of a vector, below. */
export function upper(code: Code, x: Value): Value {
  return code.shuffle(x, x, upperTwice)
}
/** The lower halves of two vectors. */
export function join(code: Code, low: Value, high: Value): Value {
  return code.shuffle(low, high, lowerOfBoth)
}

/** float32 as float64. */
export function widen(code: Code, x: Lanes): Lanes {
  const [four] = x.parts as [Value]
  const name = "f64x2.promote_low_f32x4"
  return { dtype: "float64", parts: [code.op(name, [four]), code.op(name, [upper(code, four)])] }
}

/** float64 rounded to float32. */
export function narrow(code: Code, { parts }: Lanes): Lanes {
  const [low, high] = parts.map((part) => code.op("f32x4.demote_f64x2_zero", [part])) as [Value, Value]
  return { dtype: "float32", parts: [join(code, low, high)] }
}

/** A mask as wide as the lanes of a dtype. */
export function maskFor(code: Code, mask: Lanes, dtype: DType): readonly Value[] {
  const [four] = mask.parts as [Value]
  if (dtype !== "float64") return [four]
  return [code.op("i64x2.extend_low_i32x4_s", [four]), code.op("i64x2.extend_high_i32x4_s", [four])]
}

const evenWords: Order = {
  name: "even words",
  bytes: [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27],
}
/** What a comparison gave, as booleans. */
export function asMask(code: Code, parts: readonly Value[]): Lanes {
  const [low, high] = parts as [Value, Value?]
  return { dtype: "bool", parts: [high === undefined ? low : code.shuffle(low, high, evenWords)] }
}

/** `mask ? a : b`, for a mask of all bits or none of each lane. */
export function choose(code: Code, mask: Value, a: Value, b: Value): Value {
  return code.op(code.relaxed ? "i32x4.relaxed_laneselect" : "v128.bitselect", [a, b, mask])
}

/** `mask ? a : b`. */
export function select(code: Code, mask: Lanes, a: Lanes, b: Lanes): Lanes {
  const masks = maskFor(code, mask, a.dtype)
  const parts = a.parts.map((part, i) => {
    if (Object.is(b.known, 0)) return code.op("v128.and", [part, masks[i]!])
    if (Object.is(a.known, 0)) return code.op("v128.andnot", [b.parts[i]!, masks[i]!])
    return choose(code, masks[i]!, part, b.parts[i]!)
  })
  return { dtype: a.dtype, parts }
}

/** Compares, lane by lane. */
export function compare(code: Code, operation: string, a: Lanes, b: Lanes): Lanes {
  return asMask(code, each(code, named(a.dtype, operation), a.dtype, a, b).parts)
}
