import type { Arithmetic, Vectors } from "./vectors.ts"
import {
  cosTerms,
  erfFar,
  erfNear,
  exp2Minus1Terms,
  exp2Terms,
  expTerms,
  ln2Head,
  ln2Rest,
  log2Terms,
  sinTerms,
} from "./coefficients.ts"

// Functions for results in float32, computed in float64 from polynomials that are right to some 2⁻³⁰. The exponential is computed in float32.

/** log₂(1 + f) + exponent, for 1 + f from √½ to √2. */
export function log2Of(
  { add, div, mul, madd, number, polynomial }: Arithmetic,
  f: Vectors,
  exponent: Vectors,
): Vectors {
  const s = div(f, add(f, number(2)))
  return madd(polynomial(mul(s, s), log2Terms), s, exponent)
}

/** log₂ (1 + x), for x > −1 from float32. */
export function log2Of1Plus(m: Arithmetic, x: Vectors): Vectors {
  const { add, sub, and, or, addBits, number, bits } = m
  // the bits of 1 + x, moved so that the exponent changes at √½ and is not negative
  const moved = addBits(add(x, number(1)), bits(0x9980c433, 0x00095f61)) // 1 − √½, as bits
  const biased = or(m.shiftRight(moved, 52), number(2 ** 52))
  const exponent = sub(biased, number(2 ** 52 + 1023))
  const fraction = addBits(and(moved, bits(-1, 0x000fffff)), bits(0x667f3bcd, 0x3fe6a09e)) // from √½ to √2
  // near 1 the digits of x itself decide
  const f = m.select(m.eq(exponent, number(0)), x, sub(fraction, number(1)))
  return log2Of(m, f, exponent)
}

/** Added to a number below 2⁵¹ it leaves the nearest integer, and the exponent's bias, in the low bits. */
const magic = 1.5 * 2 ** 52 + 1023

/** A number t, given by what is t + c: a product is added in one instruction where the host has it. |t| is below 700, or t is NaN. */
export type Plus = (c: Vectors) => Vectors

/** 2^t as scale · (1 + rest): beyond what float32 holds it stays beyond. NaN stays NaN. */
function exp2(
  m: Arithmetic,
  plus: Plus,
  terms: readonly number[],
): { readonly scale: Vectors; readonly rest: Vectors } {
  const moved = plus(m.number(magic))
  const r = plus(m.sub(m.number(magic), moved))
  return { scale: m.shiftLeft(moved, 52), rest: m.mul(m.polynomial(r, terms), r) }
}

/** 2^t. */
export function power(m: Arithmetic, plus: Plus): Vectors {
  const { scale, rest } = exp2(m, plus, exp2Terms)
  return m.madd(scale, rest, scale)
}

/** 2^t − 1, where t is not −0. */
export function powerMinus1(m: Arithmetic, plus: Plus): Vectors {
  const { scale, rest } = exp2(m, plus, exp2Minus1Terms)
  return m.madd(scale, rest, m.sub(scale, m.number(1)))
}

/** x·factor, to be added to. */
export const times =
  ({ madd, number }: Arithmetic, x: Vectors, factor: number): Plus =>
  (c) =>
    madd(x, number(factor), c)

/** x, or the end that it is beyond; NaN stays NaN. */
export const within = ({ most, least, number }: Arithmetic, x: Vectors, from: number, to: number): Vectors =>
  most(least(x, number(to)), number(from))

/** t where 2^t is a float32, and else what lies as surely beyond. */
export function limited(m: Arithmetic, t: Vectors): Plus {
  const near = within(m, t, -600, 600)
  return (c) => m.add(near, c)
}

/** As {@link magic}, for float32: twice the exponent's bias. */
const singleMagic = 1.5 * 2 ** 23 + 254

/**
 * e^x, in float32: half as many instructions as in float64. It is 2^a e^r · 2^b, of two halves of an integer: neither power leaves the
 * range of float32 where the result does, and only the last product is rounded to a subnormal number or becomes infinite.
 */
export function exp(m: Arithmetic, x: Vectors): Vectors {
  const { add, mul, madd, number, shiftLeft } = m
  const near = within(m, x, -104, 89) // beyond these all are 0 or infinite
  const moved = madd(near, number(Math.LOG2E), number(singleMagic))
  const n = m.sub(moved, number(singleMagic))
  const head = madd(n, number(-ln2Head), near) // exact
  const rest = mul(n, number(-ln2Rest))
  const r = add(head, rest)
  const minus1 = add(head, madd(mul(r, r), m.polynomial(r, expTerms), rest))
  const half = m.shiftRight(moved, 1)
  const first = shiftLeft(half, 23)
  return mul(madd(first, minus1, first), shiftLeft(m.subBits(moved, half), 23))
}

/** The size of a number that is not negative, with the sign of x. */
export const signed = ({ or, and, number }: Arithmetic, size: Vectors, x: Vectors): Vectors =>
  or(size, and(x, number(-0)))

/** tanh x = (e^2|x| − 1)/(e^2|x| + 1), with the sign of x. */
export function tanh(m: Arithmetic, x: Vectors): Vectors {
  const raised = powerMinus1(m, times(m, m.abs(x), 2 * Math.LOG2E))
  return signed(m, m.div(raised, m.add(raised, m.number(2))), x)
}

/** 1/(1 + e^−x). */
export function logistic(m: Arithmetic, x: Vectors): Vectors {
  const raised = power(m, times(m, x, -Math.LOG2E))
  return m.div(m.number(1), m.add(raised, m.number(1)))
}

/** erf x, from a polynomial below 1 and from its complement beyond; from 4 on it rounds to 1. */
export function erf(m: Arithmetic, x: Vectors): Vectors {
  const { mul, madd, number, polynomial } = m
  const size = m.least(m.abs(x), number(4))
  const near = madd(polynomial(mul(size, size), erfNear), size, size)
  const exponent = madd(polynomial(size, erfFar), size, size)
  const far = m.sub(number(1), power(m, times(m, exponent, -Math.LOG2E)))
  return signed(m, m.select(m.lt(size, number(1)), near, far), x)
}

/** The largest argument whose multiple of π/2 is subtracted exactly enough. */
export const largestAngle: number = 2 ** 20

/** Added to a number below 2⁵¹ it leaves the nearest integer in the low bits. */
const turnsMagic = 1.5 * 2 ** 52

/** sin (x + quarters · π/2), for |x| up to {@link largestAngle}. */
export function sine(m: Arithmetic, x: Vectors, quarters: 0 | 1): Vectors {
  const { add, sub, mul, madd, number, bits, polynomial, shiftLeft } = m
  const moved = add(mul(x, number(2 / Math.PI)), number(turnsMagic))
  const turns = sub(moved, number(turnsMagic))
  // π/2 as 33 bits, whose multiples are exact, and what is left
  const head = sub(x, mul(turns, number(1.5707963267341256)))
  const r = sub(head, mul(turns, number(6.077100506506192e-11)))
  const r2 = mul(r, r)
  const sin = mul(madd(polynomial(r2, sinTerms), r2, number(1)), r)
  const cos = madd(polynomial(r2, cosTerms), r2, number(1))
  const quarter = quarters === 0 ? moved : m.addBits(moved, bits(quarters, 0))
  const isOdd = m.subBits(bits(0, 0), m.and(quarter, bits(1, 0))) // all bits or none
  const flip = shiftLeft(m.and(quarter, bits(2, 0)), 62)
  return m.xor(m.select(isOdd, cos, sin), flip)
}
