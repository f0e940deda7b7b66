import { int32Bytes } from "../encode/bytes.ts"
import type { Code, Value } from "../encode/code.ts"
import { choose, named, onVectors, splat } from "../emit/lanes.ts"
import type { Instruction } from "../encode/instructions.ts"

/**
 * Four numbers: a vector of float32, or two of float64 that are computed alike. Each instruction is written for both before the next
 * one: they share its constants while these are in a register, and do not wait for each other.
 */
export type Vectors = readonly Value[]

/** Arithmetic on numbers of a dtype, and on their bits. */
export interface Arithmetic {
  readonly add: (a: Vectors, b: Vectors) => Vectors
  readonly sub: (a: Vectors, b: Vectors) => Vectors
  readonly mul: (a: Vectors, b: Vectors) => Vectors
  readonly div: (a: Vectors, b: Vectors) => Vectors
  readonly abs: (x: Vectors) => Vectors
  /** a·b + c, rounded once or twice. */
  readonly madd: (a: Vectors, b: Vectors, c: Vectors) => Vectors
  /** The smaller; `a` where one is NaN. */
  readonly least: (a: Vectors, b: Vectors) => Vectors
  /** The larger; `a` where one is NaN. */
  readonly most: (a: Vectors, b: Vectors) => Vectors
  readonly lt: (a: Vectors, b: Vectors) => Vectors
  readonly eq: (a: Vectors, b: Vectors) => Vectors
  readonly and: (a: Vectors, b: Vectors) => Vectors
  readonly or: (a: Vectors, b: Vectors) => Vectors
  readonly xor: (a: Vectors, b: Vectors) => Vectors
  /** `mask ? a : b`, for a mask of all bits or none of each number. */
  readonly select: (mask: Vectors, a: Vectors, b: Vectors) => Vectors
  /** Adds as integers. */
  readonly addBits: (a: Vectors, b: Vectors) => Vectors
  /** Subtracts as integers. */
  readonly subBits: (a: Vectors, b: Vectors) => Vectors
  readonly shiftLeft: (x: Vectors, bits: number) => Vectors
  readonly shiftRight: (x: Vectors, bits: number) => Vectors
  /** A number, everywhere. */
  readonly number: (value: number) => Vectors
  /** 64 bits, everywhere: the lower half and the upper. */
  readonly bits: (low: number, high: number) => Vectors
  /** c₀ + c₁ x + c₂ x² + …, in the fewest instructions (Horner's scheme): the elements after these are computed meanwhile. */
  readonly polynomial: (x: Vectors, terms: readonly number[]) => Vectors
}

/** Writes arithmetic on four numbers. */
export function arithmetic(code: Code, dtype: "float32" | "float64" = "float64"): Arithmetic {
  const isWide = dtype === "float64"
  const each =
    (name: string) =>
    (...operands: readonly Vectors[]): Vectors =>
      onVectors(code, name as Instruction, operands)
  const float = (operation: string) => each(named(dtype, operation))
  const integer = (operation: string) => each(`${isWide ? "i64x2" : "i32x4"}.${operation}`)
  const all = (value: Value): Vectors => (isWide ? [value, value] : [value])
  const number = (value: number): Vectors => splat(code, dtype, value).parts
  const [add, mul] = [float("add"), float("mul")]
  const madd = code.relaxed ? float("relaxed_madd") : (a: Vectors, b: Vectors, c: Vectors) => add(mul(a, b), c)
  const shift = (operation: string) => (x: Vectors, bits: number) => integer(operation)(x, all(code.number(bits)))
  return {
    add,
    mul,
    madd,
    number,
    polynomial: (x, terms) => terms.map(number).reduceRight((sum, term) => madd(sum, x, term)),
    sub: float("sub"),
    div: float("div"),
    abs: float("abs"),
    least: float("pmin"),
    most: float("pmax"),
    lt: float("lt"),
    eq: float("eq"),
    and: each("v128.and"),
    or: each("v128.or"),
    xor: each("v128.xor"),
    select: (mask, a, b) => a.map((one, i) => choose(code, mask[i]!, one, b[i]!)),
    addBits: integer("add"),
    subBits: integer("sub"),
    shiftLeft: shift("shl"),
    shiftRight: shift("shr_u"),
    bits: (low, high) => all(code.constant(int32Bytes(low, high, low, high))),
  }
}
