/**
 * The exponential, and e^x with more precision than a float64 at one end for functions built on it:
 *   x = k * log(2)/128 + r, |r| <= log(2)/256, k = 128 e + j
 *   e^x = 2^e * 2^(j/128) * (1 + (e^r - 1))
 * with 2^(j/128) from a table and e^r - 1 a degree 5 polynomial. Source: P. T. P. Tang, Table-driven implementation
 * of the exponential function in IEEE floating-point arithmetic, ACM TOMS 15 (1989).
 *
 * Adding and subtracting 6755399441055744 = 1.5 * 2^52 rounds to an integer. The other numbers in the formulas are
 * printed by tooling/fits/tables.py: 128/log(2), and log(2)/128 as a head that is a multiple of 2^-42 (so that k times
 * it is exact) and a tail. All stand in place, not as named constants, because V8 inlines only functions of few
 * bytecodes, and a call that is not inlined costs as much as the arithmetic (it allocates its result).
 */

import { EXP_TABLE } from "./tables.ts"

/** `POWERS_OF_TWO[e + 1074]` is 2^e, for every float64 power of two. */
export const POWERS_OF_TWO: Float64Array = new Float64Array(2098)
for (let e = 0, power = Number.MIN_VALUE; e < 2098; e++, power *= 2) POWERS_OF_TWO[e] = power

/** What `expNearLimits` has from `expParts`. */
const parts = new Float64Array(2)

/**
 * e^x.
 *
 * Error below 0.52 ulp (worst of 8e6 points 0.507), subnormal results included.
 * exp(+-0) = 1, exp(-Infinity) = 0, exp(Infinity) = Infinity, exp(NaN) = NaN.
 */
export function exp(x: number): number {
  return expSum(x, 0)
}

/**
 * e^(hi + lo), for |lo| <= 2^-16 |hi|. Error of the sum before its one rounding below 0.02 ulp.
 * Overflows to Infinity, underflows gradually to 0; NaN gives NaN.
 */
export function expSum(hi: number, lo: number): number {
  if (hi > 650 || hi < -650) return expNearLimits(hi, lo)
  const steps = (hi + lo) * 184.6649652337873 + 6755399441055744 - 6755399441055744
  const r = hi - steps * 0.0054152123482253955 - steps * -1.0082281460997769e-13 + lo
  const row = (steps & 127) << 1
  const head = EXP_TABLE[row]! * POWERS_OF_TWO[(steps >> 7) + 1074]!
  return head + head * (EXP_TABLE[row + 1]! + expSeries(r))
}

/**
 * Writes e^(hi + lo) / 2^e as a sum out[0] + out[1] with 1 <= out[0] < 2 and |out[1]| < 0.01, and gives the integer e.
 * Relative error of the sum below 2^-60.
 */
export function expParts(hi: number, lo: number, out: Float64Array): number {
  const steps = (hi + lo) * 184.6649652337873 + 6755399441055744 - 6755399441055744
  const r = hi - steps * 0.0054152123482253955 - steps * -1.0082281460997769e-13 + lo
  const row = (steps & 127) << 1
  const head = EXP_TABLE[row]!
  out[0] = head
  out[1] = head * (EXP_TABLE[row + 1]! + expSeries(r))
  return steps >> 7
}

/** e^r - 1 for |r| <= log(2)/256. Coefficients printed by tooling/fits/tables.py; the error is 2^-65. */
function expSeries(r: number): number {
  const r2 = r * r
  const low = 0.4999999999999672 + r * 0.16666666666666105
  const high = 0.04166668095303452 + r * 0.008333335518821745
  return r + r2 * (low + r2 * high)
}

/** `expSum` where the result, or a part of it, may be subnormal, zero or infinite. */
function expNearLimits(hi: number, lo: number): number {
  if (hi > 710) return Infinity
  if (hi < -746) return 0
  const e = expParts(hi, lo, parts)
  if (e > 0) return (parts[0]! + parts[1]!) * POWERS_OF_TWO[1073 + e]! * 2
  // In units of 2^-1022 a subnormal result is a multiple of 2^-52 below 1: adding 1 rounds there, and only once.
  const big = parts[0]! * 2 ** (e + 1022)
  const small = parts[1]! * 2 ** (e + 1022)
  if (big + small >= 1) return (big + small) * 2 ** -1022
  const sum = 1 + big
  return (sum + (1 - sum + big + small) - 1) * 2 ** -1022
}
