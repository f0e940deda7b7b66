/**
 * Powers.
 *
 * x^y = e^(y log x), with log x to about 68 bits as an unevaluated sum hi + lo:
 *   x = 2^k z, z in [0.705, 1.41];  1/c from a table of 128 intervals;  r = z/c - 1, exact, |r| < 0.0059
 *   log x = k log(2) + log(c) + r - r^2/2 + r^3 P(r)
 * The leading products are exact because one factor is split into short halves first (T. J. Dekker, A floating-point
 * technique for extending the available precision, Numer. Math. 18 (1971)). Method: P. T. P. Tang, Table-driven
 * implementation of the logarithm function in IEEE floating-point arithmetic, ACM TOMS 16 (1990), extended as in
 * S. Nagy's published design notes for pow in Arm's Optimized Routines (table with few-bit 1/c, exact r).
 * Coefficients and tables: tooling/fits/tables.py.
 *
 * Error below 0.52 ulp (worst of 7e6 points, tooling/fits/sweep.py: 0.5094); exact results are exact.
 */

import { expSum, POWERS_OF_TWO } from "./exp.ts"
import { LOG_TABLE } from "./tables.ts"

const float = new Float64Array(1)
const words = new Int32Array(float.buffer)
/** Index of the word with the sign and exponent: 1 on little-endian machines. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0

/** Beyond this |y|, every x except 1 gives 0 or Infinity, because |log x| >= 2^-53. */
const LARGE = 2 ** 64

/**
 * x^y, as IEEE 754 `pow` (not ECMAScript's `**`).
 *
 * pow(x, +-0) = 1 and pow(1, y) = 1 even for NaN; pow(-1, +-Infinity) = 1; pow(x, y) = NaN for finite x < 0 and
 * finite non-integer y; pow(+-0, y) and pow(+-Infinity, y) carry the sign of x exactly where y is an odd integer.
 */
export function pow(x: number, y: number): number {
  // Comparisons with NaN are false.
  const ordinary = x >= 2 ** -1022 && x < Infinity && y > -LARGE && y < LARGE
  return ordinary ? positivePow(x, y, 0) : unusualPow(x, y)
}

/** pow for NaN, zero, subnormal, negative or infinite x, and for NaN, huge or infinite y. */
function unusualPow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const size = Math.abs(x)
  const negative = x < 0 || Object.is(x, -0)
  const odd = Math.abs(y % 2) === 1
  if (x < 0 && size < Infinity && y !== Math.trunc(y)) return NaN
  return negative && odd ? -sizePow(size, y) : sizePow(size, y)
}

/** x^y for x >= 0, y not 0 and neither NaN. */
function sizePow(x: number, y: number): number {
  if (x === 1) return 1
  if (x === 0 || x === Infinity || y <= -LARGE || y >= LARGE) return x > 1 === y > 0 ? Infinity : 0
  return x < 2 ** -1022 ? positivePow(x * 2 ** 52, y, 52) : positivePow(x, y, 0)
}

/**
 * (x 2^-shift)^y for normal positive x and |y| < 2^64.
 *
 * Printed by tooling/fits/tables.py: 0x3fe69000, the high word of the lowest z; log(2) as a head that is a multiple of
 * 2^-42 and a tail. Adding and subtracting 201326592 = 1.5 * 2^27 rounds z to a multiple of 2^-25.
 */
function positivePow(x: number, y: number, shift: number): number {
  float[0] = x
  const offset = words[HIGH]! - 0x3fe69000
  const e = offset >> 20
  const k = e - shift
  const row = ((offset >> 13) & 127) * 3
  const inverse = LOG_TABLE[row]!
  const z = x * POWERS_OF_TWO[1074 - e]!

  // r = rHi + rLo = z/c - 1, all exact; rHi has at most 26 bits.
  const zHi = z + 201326592 - 201326592
  const rHi = zHi * inverse - 1
  const rLo = (z - zHi) * inverse
  const r = rHi + rLo

  // log x = hi + lo: k log(2) + log(c) exact in its head, then + r, then - rHi^2/2 (exact), each with its error.
  const head = k * 0.6931471805598903 + LOG_TABLE[row + 1]!
  const sum = head + r
  const square = -0.5 * rHi * rHi
  const hi = sum + square
  const low = k * 5.497923018708371e-14 + LOG_TABLE[row + 2]!
  const lo = low + (head - sum + r) + (sum - hi + square) + (logSeries(r) - 0.5 * rLo * (r + rHi))

  // y (hi + lo): Math.fround leaves 24 bits, so that the leading product is exact.
  const yTop = Math.fround(y)
  const hiTop = Math.fround(hi)
  return expSum(yTop * hiTop, (y - yTop) * hiTop + y * (hi - hiTop + lo))
}

/**
 * log(1 + r) - r + r^2/2. Coefficients printed by tooling/fits/tables.py; relative to r the error is 2^-74.
 *
 * Apart from `positivePow`, and all numbers in place, because V8 inlines only functions of few bytecodes (exp.ts).
 */
function logSeries(r: number): number {
  const r2 = r * r
  const low = 0.3333333333333333 + r * -0.25000000000000105
  const middle = 0.20000000000277296 + r * -0.1666666665094935
  const high = 0.14285701711137638 + r * -0.1250070976520703 + r2 * 0.11289142862200924
  return r * r2 * (low + r2 * (middle + r2 * high))
}
