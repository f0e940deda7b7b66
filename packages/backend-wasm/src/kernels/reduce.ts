import type { DType } from "@gradual/core"
import { int32Bytes } from "../encode/bytes.ts"
import type { Code, Order, Value } from "../encode/code.ts"
import type { Instruction } from "../encode/instructions.ts"
import { assign, choose, each, type Lanes, named, select, splat, variables } from "../emit/lanes.ts"
import { converted } from "./convert.ts"

/** How a row becomes one value: four totals, each of every fourth element, that are put together at the end. */
interface Reduction {
  readonly combine: string
  readonly neutral: number
  /** Whether totals of float32 are float64. */
  readonly wide: boolean
}

const reductions: Readonly<Record<string, Reduction>> = {
  sum: { combine: "add", neutral: 0, wide: true },
  prod: { combine: "mul", neutral: 1, wide: true },
  max: { combine: "max", neutral: Number.NEGATIVE_INFINITY, wide: false },
  min: { combine: "min", neutral: Number.POSITIVE_INFINITY, wide: false },
}

const swappedHalves: Order = { name: "swapped halves", bytes: [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7] }
const swappedWords: Order = { name: "swapped words", bytes: [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11] }

/** How totals are held, what they begin with, and how one takes in more. */
export interface Combining {
  readonly start: Lanes
  combine(total: Lanes, x: Lanes): Lanes
}

/** Reduces values of a dtype. */
export function combining(code: Code, op: string, dtype: DType): Combining {
  const { combine, neutral, wide } = reductions[op]!
  const held: DType = wide && dtype === "float32" ? "float64" : dtype
  const isOrder = combine === "max" || combine === "min"
  const name = named(held, held === "int32" && isOrder ? `${combine}_s` : combine)
  const least = held === "int32" ? Math.max(-(2 ** 31), Math.min(neutral, 2 ** 31 - 1)) : neutral
  return {
    start: splat(code, held, least),
    combine: (total, x) => each(code, name, held, total, converted(code, x, held)),
  }
}

/** A reduction of a row in progress. */
export interface Totals {
  /** Takes in four elements; `valid` masks those beyond the end of the row. */
  take(x: Lanes, valid: Lanes | undefined): void
  /** The value of the row, in all lanes. */
  result(dtype: DType): Lanes
}

/** Begins a reduction. In which order elements are added depends on nothing but their number: a row is the same in any program. */
export function reduction(code: Code, op: string, dtype: DType): Totals {
  if ((op === "max" || op === "min") && (dtype === "float32" || dtype === "float64")) return extreme(code, op, dtype)
  const { start, combine } = combining(code, op, dtype)
  const total = variables(code, start)
  return {
    take: (x, valid) => {
      const wider = converted(code, x, start.dtype)
      assign(code, total, combine(total, valid === undefined ? wider : select(code, valid, wider, start)))
    },
    result: (out) => converted(code, acrossLanes(code, total, combine), out),
  }
}

/**
 * The largest or least element. The instruction for that is long, since it keeps NaN and the order of zeros: here a short one takes
 * what is beyond the total, and that all are numbers, and which signs there are, is known apart.
 */
function extreme(code: Code, op: "max" | "min", dtype: "float32" | "float64"): Totals {
  const { start, combine } = combining(code, op, dtype)
  const bitwise = (name: Instruction) => (a: Lanes, b: Lanes) => each(code, name, dtype, a, b)
  const beyond = bitwise(named(dtype, `p${op}`))
  const both = bitwise("v128.and")
  // of zeros the largest is −0 if all elements have a sign, the least if any has
  const signs = op === "max" ? both : bitwise("v128.or")
  const isNumber = (x: Lanes) => each(code, named(dtype, "eq"), dtype, x, x)
  const [total, sign, numbers] = [variables(code, start), variables(code, start), variables(code, isNumber(start))]
  return {
    take: (x, valid) => {
      const taken = valid === undefined ? x : select(code, valid, x, start)
      assign(code, total, beyond(total, taken))
      assign(code, sign, signs(sign, taken))
      assign(code, numbers, both(numbers, isNumber(taken)))
    },
    result: () => {
      const whole = acrossLanes(code, total, combine)
      const zero = both(acrossLanes(code, sign, signs), splat(code, dtype, -0))
      const signed = chosen(code, each(code, named(dtype, "eq"), dtype, whole, splat(code, dtype, 0)), zero, whole)
      return chosen(code, acrossLanes(code, numbers, both), signed, splat(code, dtype, Number.NaN))
    },
  }
}

/** `mask ? a : b`, for a mask as wide as the lanes. */
const chosen = (code: Code, mask: Lanes, a: Lanes, b: Lanes): Lanes => ({
  dtype: a.dtype,
  parts: a.parts.map((part, i) => choose(code, mask.parts[i]!, part, b.parts[i]!)),
})

/** All lanes combined, in all lanes. */
function acrossLanes(code: Code, { dtype, parts }: Lanes, combine: (a: Lanes, b: Lanes) => Lanes): Lanes {
  const one = (part: Value): Lanes => ({ dtype, parts: [part] })
  const [first, ...rest] = parts.map(one) as [Lanes, ...Lanes[]]
  const [joined] = rest.reduce(combine, first).parts as [Value]
  const pairs = combine(one(joined), one(code.shuffle(joined, joined, swappedHalves)))
  const [pair] = pairs.parts as [Value]
  if (rest.length > 0) return { dtype, parts: [pair, pair] }
  return combine(pairs, one(code.shuffle(pair, pair, swappedWords)))
}

const laneNumbers = int32Bytes(0, 1, 2, 3)

/** The lanes of four elements from the row's `at`-th on that are before its end. */
export function lanesBefore(code: Code, end: Value, at: Value): Lanes {
  const left = code.op("i32x4.splat", [code.op("i32.sub", [end, at])])
  return { dtype: "bool", parts: [code.op("i32x4.gt_s", [left, code.constant(laneNumbers)])] }
}
