/**
 * Rounding to integers, and signs. All exact.
 */

/** Adding and subtracting this rounds |x| < 2^51 to an integer, ties to even. */
const TO_INTEGER = 1.5 * 2 ** 52

/**
 * The nearest integer, ties to the even one (IEEE 754 roundToIntegralTiesToEven).
 *
 * Keeps the sign, of zero results too: roundHalfEven(-0.5) = -0. Infinities and NaN give themselves.
 */
export function roundHalfEven(x: number): number {
  const size = Math.abs(x)
  if (size < 2 ** 51) {
    const rounded = x + TO_INTEGER - TO_INTEGER
    return rounded === 0 ? x * 0 : rounded
  }
  if (size < 2 ** 52) return Math.sign(x) * (size + 2 ** 52 - 2 ** 52)
  return x
}

/** -1, 0 or 1 with the sign of x: sign(-0) = -0, sign(NaN) = NaN. */
export function sign(x: number): number {
  return x > 0 ? 1 : x < 0 ? -1 : x
}
