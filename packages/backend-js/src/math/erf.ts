/**
 * The error function, erf x = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x.
 *
 * |x| < 3/8: 9/8 x + x P(x^2), the first term without rounding error.
 * From there to 6: by Taylor's series at the nearest multiple c of 1/16, |h| <= 1/32,
 *   erf(c + h) = head + (tail + h Q(h)), head + tail = erf(c) to twice the precision
 * so that all but the last addition happens on small terms. From 6 on erf rounds to 1 (erfc(6) < 2^-55).
 * Polynomial: tooling/fits/sigmoids.py.
 */

import { toFixed, toFloat } from "./fixed.ts"

/** Terms of Taylor's series that are used: the next is below 2^-64. */
const TERMS = 10
/** Numbers in a row: head, tail, and a coefficient for each term. */
const ROW = TERMS + 2

/** Made by the first call that needs it. */
let table: Float64Array | undefined

/**
 * Error function.
 *
 * Error below 0.63 ulp (worst of 4e6 points 0.622), and 0.75 where the result is subnormal or nearly so.
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

/** erf(x)/x - 9/8 for u = x^2 < 9/64. Coefficients printed by tooling/fits/sigmoids.py. */
function erfRest(u: number): number {
  const u2 = u * u
  const u4 = u2 * u2
  const low = 0.0033791670955125737 + u * -0.3761263890318374 + u2 * (0.1128379167095379 + u * -0.026866170644351872)
  const high = 0.00012054863598341605 + u * -1.4895403762965194e-5
  const middle = 0.005223977601362142 + u * -0.0008548322692238445 + u2 * high
  return low + u4 * (middle + u4 * 1.5390511853450057e-6)
}

/** erf(x) for 3/8 <= x < 6. */
function erfSegment(x: number): number {
  table ??= taylorRows()
  const S = table
  const k = (x * 16 + 0.5) | 0
  const h = x - k / 16
  const row = k * ROW
  const h2 = h * h
  const h4 = h2 * h2
  const low = S[row + 2]! + h * S[row + 3]! + h2 * (S[row + 4]! + h * S[row + 5]!)
  const middle = S[row + 6]! + h * S[row + 7]! + h2 * (S[row + 8]! + h * S[row + 9]!)
  const high = S[row + 10]! + h * S[row + 11]!
  return S[row]! + (S[row + 1]! + h * (low + h4 * (middle + h4 * high)))
}

/**
 * For each c = k/16 the head and tail of erf(c) and Taylor's coefficients of h, h^2, ...
 *
 * The slope f(t) = 2/sqrt(pi) e^(-t^2) has f' = -2 t f, so for its coefficients at c: n b[n] = -2 (c b[n - 1] + b[n - 2]); those of
 * erf are b[n - 1]/n. Terms are those of c + 1/16, b[n]/16^n: with more of them than are kept, both functions go on to it from c.
 */
function taylorRows(): Float64Array {
  const rows = new Float64Array(97 * ROW)
  let value = 0n
  let slope = 0x120dd750429b6d11ae3a914fed7fd8688n // 2/sqrt(pi)
  for (let k = 0; k <= 96; k++) {
    const head = toFloat(value)
    const row = [head, toFloat(value - toFixed(head))]
    let [before, term] = [0n, slope]
    slope = 0n
    for (let n = 1; n <= 16; n++) {
      const part = term / BigInt(n)
      row.push(toFloat(part) * 16 ** (n - 1))
      value += part / 16n
      slope += term
      ;[before, term] = [term, (BigInt(k) * term + before) / BigInt(-128 * n)]
    }
    rows.set(row.slice(0, ROW), k * ROW)
  }
  return rows
}
