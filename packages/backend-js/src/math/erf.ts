/**
 * The error function, erf x = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x.
 *
 * |x| < 3/8: 9/8 x + x P(x^2), the first term without rounding error.
 * From there to 6: segments of width 1/8 with midpoint c and |h| <= 1/16,
 *   erf(c + h) = head + (tail + h Q(h)), head + tail = erf(c) to twice the precision
 * so that all but the last addition happens on small terms. From 6 on erf rounds to 1 (erfc(6) < 2^-55).
 * Polynomials: tooling/fits/sigmoids.py.
 */

import { ERF, ERF_ROW, ERF_SEGMENTS } from "./sigmoid-tables.ts"

/**
 * Error function.
 *
 * Error below 0.70 ulp (worst of 4e6 points 0.693), and 0.75 where the result is subnormal or nearly so.
 * erf(-0) = -0, erf(+-Infinity) = +-1, erf(NaN) = NaN.
 */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (size < 0.375) return size < 2 ** -960 ? erfTiny(x) : erfNearZero(x)
  if (size >= 6) return x < 0 ? -1 : 1
  if (Number.isNaN(x)) return NaN
  const value = erfSegment(size)
  return x < 0 ? -value : value
}

/** erf(x) for |x| < 2^-960, where it is proportional to x; the scaling avoids rounding subnormals twice over. */
function erfTiny(x: number): number {
  return x === 0 ? x : erfNearZero(x * 2 ** 128) * 2 ** -128
}

/** erf(x) for |x| < 3/8 that is far from subnormal. */
function erfNearZero(x: number): number {
  const eighth = x / 8
  const sum = x + eighth
  return sum + (x - sum + eighth + x * erfRest(x * x))
}

/** erf(x)/x - 9/8 for u = x^2 < 9/64. */
function erfRest(u: number): number {
  const u2 = u * u
  const u4 = u2 * u2
  const low = ERF[0]! + u * ERF[1]! + u2 * (ERF[2]! + u * ERF[3]!)
  const middle = ERF[4]! + u * ERF[5]! + u2 * (ERF[6]! + u * ERF[7]!)
  return low + u4 * (middle + u4 * ERF[8]!)
}

/** erf(x) for 3/8 <= x < 6. */
function erfSegment(x: number): number {
  const index = (x * 8 - 3) | 0
  const h = x - (0.4375 + index / 8)
  const row = index * ERF_ROW
  const S = ERF_SEGMENTS
  const h2 = h * h
  const h4 = h2 * h2
  const low = S[row + 2]! + h * S[row + 3]! + h2 * (S[row + 4]! + h * S[row + 5]!)
  const middle = S[row + 6]! + h * S[row + 7]! + h2 * (S[row + 8]! + h * S[row + 9]!)
  const high = S[row + 10]! + h * S[row + 11]!
  return S[row]! + (S[row + 1]! + h * (low + h4 * (middle + h4 * high)))
}
