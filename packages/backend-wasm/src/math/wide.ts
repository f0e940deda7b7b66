import { int32Bytes } from "../encode/bytes.ts"
import type { Code, Value } from "../encode/code.ts"
import { choose, onVectors } from "../emit/lanes.ts"
import type { Instruction } from "../encode/instructions.ts"

/**
 * Vectors of two float64 that are computed alike. Each instruction is written for all of them before the next one: they share
 * its constants while these are in a register, and do not wait for each other.
 */
export type Wide = readonly Value[]

/** Arithmetic on float64, and on its bits. */
export interface Arithmetic {
  readonly add: (a: Wide, b: Wide) => Wide
  readonly sub: (a: Wide, b: Wide) => Wide
  readonly mul: (a: Wide, b: Wide) => Wide
  readonly div: (a: Wide, b: Wide) => Wide
  readonly abs: (x: Wide) => Wide
  /** a·b + c, rounded once or twice. */
  readonly madd: (a: Wide, b: Wide, c: Wide) => Wide
  /** The smaller; `a` where one is NaN. */
  readonly least: (a: Wide, b: Wide) => Wide
  /** The larger; `a` where one is NaN. */
  readonly most: (a: Wide, b: Wide) => Wide
  readonly lt: (a: Wide, b: Wide) => Wide
  readonly eq: (a: Wide, b: Wide) => Wide
  readonly and: (a: Wide, b: Wide) => Wide
  readonly or: (a: Wide, b: Wide) => Wide
  readonly xor: (a: Wide, b: Wide) => Wide
  /** `mask ? a : b`, for a mask of all bits or none of each number. */
  readonly select: (mask: Wide, a: Wide, b: Wide) => Wide
  /** Adds as integers. */
  readonly addBits: (a: Wide, b: Wide) => Wide
  /** Subtracts as integers. */
  readonly subBits: (a: Wide, b: Wide) => Wide
  readonly shiftLeft: (x: Wide, bits: number) => Wide
  readonly shiftRight: (x: Wide, bits: number) => Wide
  /** A number, everywhere. */
  readonly number: (value: number) => Wide
  /** 64 bits, everywhere: the lower half and the upper. */
  readonly bits: (low: number, high: number) => Wide
  /** c₀ + c₁ x + c₂ x² + …, in the fewest instructions (Horner's scheme): the elements after these are computed meanwhile. */
  readonly polynomial: (x: Wide, terms: readonly number[]) => Wide
}

/** Writes arithmetic on four numbers. */
export function arithmetic(code: Code): Arithmetic {
  const each =
    (name: Instruction) =>
    (...operands: readonly Wide[]): Wide =>
      onVectors(code, name, operands)
  const all = (value: Value): Wide => [value, value]
  const number = (value: number): Wide => all(code.splat("f64x2", value))
  const [add, mul] = [each("f64x2.add"), each("f64x2.mul")]
  const fused = code.relaxed ? each("f64x2.relaxed_madd") : undefined
  const madd = fused ?? ((a: Wide, b: Wide, c: Wide) => add(mul(a, b), c))
  const polynomial = (x: Wide, terms: readonly number[]): Wide =>
    terms.map(number).reduceRight((sum, term) => madd(sum, x, term))
  return {
    add,
    mul,
    madd,
    number,
    polynomial,
    sub: each("f64x2.sub"),
    div: each("f64x2.div"),
    abs: each("f64x2.abs"),
    least: each("f64x2.pmin"),
    most: each("f64x2.pmax"),
    lt: each("f64x2.lt"),
    eq: each("f64x2.eq"),
    and: each("v128.and"),
    or: each("v128.or"),
    xor: each("v128.xor"),
    select: (mask, a, b) => a.map((one, i) => choose(code, mask[i]!, one, b[i]!)),
    addBits: each("i64x2.add"),
    subBits: each("i64x2.sub"),
    shiftLeft: (x, bits) => each("i64x2.shl")(x, all(code.number(bits))),
    shiftRight: (x, bits) => each("i64x2.shr_u")(x, all(code.number(bits))),
    bits: (low, high) => all(code.constant(int32Bytes(low, high, low, high))),
  }
}
