/**
 * e^x with more precision than a float64 at one end, for functions built on it (`exp` itself is in host.ts):
 *   x = k * log(2)/128 + r, |r| <= log(2)/256, k = 128 e + j
 *   e^x = 2^e * 2^(j/128) * (1 + (e^r - 1))
 * with 2^(j/128) from a table and e^r - 1 a degree 5 polynomial. Source: P. T. P. Tang, Table-driven implementation
 * of the exponential function in IEEE floating-point arithmetic, ACM TOMS 15 (1989).
 */

import { EXP_2, EXP_3, EXP_4, EXP_5, EXP_TABLE, STEP_HI, STEP_LO, STEPS_PER_E } from "./tables.ts"

/** Adding and subtracting this rounds |x| < 2^51 to the nearest integer, ties to even. */
export const ROUND_TO_INTEGER = 0x18000000000000

/** `POWERS_OF_TWO[e + 1074]` is 2^e, for every float64 power of two. */
export const POWERS_OF_TWO: Float64Array = new Float64Array(2098)
for (let e = -1074; e < 1024; e++) POWERS_OF_TWO[e + 1074] = 2 ** e

/**
 * e^(hi + lo), for |lo| <= 2^-16 |hi| and hi with at most 48 significant bits. Error of the sum before its one
 * rounding below 0.02 ulp. Overflows to Infinity, underflows gradually to 0. `hi` must not be NaN.
 */
export function expSum(hi: number, lo: number): number {
  if (hi > 710) return Infinity
  if (hi < -746) return 0
  const steps = (hi + lo) * STEPS_PER_E + ROUND_TO_INTEGER - ROUND_TO_INTEGER
  const k = steps | 0
  const r = hi - steps * STEP_HI - steps * STEP_LO + lo
  const row = (k & 127) << 1
  const head = EXP_TABLE[row]!
  const r2 = r * r
  const rest = EXP_TABLE[row + 1]! + r + r2 * (EXP_2 + r * EXP_3) + r2 * r2 * (EXP_4 + r * EXP_5)
  const e = k >> 7
  if (e < -960 || e > 1022) return scaledSum(head, head * rest, e)
  const scaled = head * POWERS_OF_TWO[e + 1074]!
  return scaled + scaled * rest
}

/** (hi + lo) * 2^e rounded once, for 1 <= hi < 2, |lo| < 0.01 and e near or beyond the ends of the exponent range. */
function scaledSum(hi: number, lo: number, e: number): number {
  if (e > 0) return (hi + lo) * POWERS_OF_TWO[1073 + e]! * 2
  // In units of 2^-1022 a subnormal result is a multiple of 2^-52 below 1: adding 1 rounds there, and only once.
  const unit = 2 ** (e + 1022)
  const big = hi * unit
  const small = lo * unit
  if (big + small >= 1) return (big + small) * 2 ** -1022
  const sum = 1 + big
  const rest = 1 - sum + big + small
  return (sum + rest - 1) * 2 ** -1022
}

/**
 * e^x as the sum out[0] + out[1] of a float64 and its remainder, for -700 < x < 700; relative error below 2^-60.
 */
export function expParts(x: number, out: Float64Array): void {
  const steps = x * STEPS_PER_E + ROUND_TO_INTEGER - ROUND_TO_INTEGER
  const k = steps | 0
  const r = x - steps * STEP_HI - steps * STEP_LO
  const row = (k & 127) << 1
  const head = EXP_TABLE[row]! * POWERS_OF_TWO[(k >> 7) + 1074]!
  const r2 = r * r
  const rest = head * (EXP_TABLE[row + 1]! + r + r2 * (EXP_2 + r * EXP_3) + r2 * r2 * (EXP_4 + r * EXP_5))
  const sum = head + rest
  out[0] = sum
  out[1] = head - sum + rest
}
