/**
 * tanh and the logistic function, as quotients of sums with t = e^-|x| kept to 60 bits:
 *   logistic x = 1 / (1 + t) for x >= 0, t / (1 + t) for x < 0
 *   tanh |x| = (1 - t^2) / (1 + t^2), and x + x^3 P(x^2) for |x| < 3/16, where 1 - t^2 would cancel
 * Polynomial: tooling/fits/sigmoids.py. Division and sums: T. J. Dekker, Numer. Math. 18 (1971).
 */

import { expParts, expSum, POWERS_OF_TWO } from "./exp.ts"

/** e^x as a float64 and its remainder, written by `expPair`. */
const power = new Float64Array(2)

/**
 * 1 / (1 + e^-x).
 *
 * Error below 0.54 ulp (worst of 8e6 points 0.530), subnormal results included.
 * logistic(-Infinity) = 0, logistic(Infinity) = 1, logistic(NaN) = NaN.
 */
export function logistic(x: number): number {
  if (x > 40) return 1
  if (x < -40) return expSum(x, 0)
  expPair(-Math.abs(x))
  const t = power[0]!
  const tail = power[1]!
  const sum = 1 + t
  const rest = 1 - sum + t + tail
  return x < 0 ? quotient(t, tail, sum, rest) : quotient(1, 0, sum, rest)
}

/**
 * Hyperbolic tangent.
 *
 * Error below 0.54 ulp (worst of 8e6 points 0.534). tanh(-0) = -0, tanh(+-Infinity) = +-1, tanh(NaN) = NaN.
 */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (size < 0.1875) return size < 2 ** -30 ? x : x + x * tanhRest(x * x)
  if (size > 22) return x < 0 ? -1 : 1
  expPair(-2 * size)
  const t = power[0]!
  const tail = power[1]!
  const sum = 1 + t
  const difference = 1 - t
  const value = quotient(difference, 1 - difference - t - tail, sum, 1 - sum + t + tail)
  return x < 0 ? -value : value
}

/** Writes e^x for -100 < x <= 0 to `power`. */
function expPair(x: number): void {
  const scale = POWERS_OF_TWO[expParts(x, 0, power) + 1074]!
  const sum = power[0]! + power[1]!
  power[1] = (power[0]! - sum + power[1]!) * scale
  power[0] = sum * scale
}

/** tanh(x)/x - 1 for u = x^2 < 9/256. Coefficients printed by tooling/fits/sigmoids.py. */
function tanhRest(u: number): number {
  const u2 = u * u
  const low = -0.3333333333333332 + u * 0.133333333333248 + u2 * (-0.05396825394845284 + u * 0.021869486312751645)
  const high = -0.008863100367823536 + u * 0.0035875710985652357 + u2 * -0.0013753940985303755
  return u * (low + u2 * u2 * high)
}

/** (a + aLow) / (b + bLow), rounded nearly once; the low parts are below an ulp, the quotient in float32's range. */
function quotient(a: number, aLow: number, b: number, bLow: number): number {
  // With 24 bits in q and bTop, both products and the first difference are exact.
  const q = Math.fround(a / b)
  const bTop = Math.fround(b)
  const remainder = a - q * bTop - q * (b - bTop) - q * bLow + aLow
  return q + remainder / b
}
