/**
 * Rounding to integers, and signs. All exact.
 */

/**
 * The nearest integer, ties to the even one (IEEE 754 roundToIntegralTiesToEven).
 *
 * Keeps the sign, of zero results too: roundHalfEven(-0.5) = -0. Infinities and NaN give themselves.
 */
export function roundHalfEven(x: number): number {
  const size = Math.abs(x)
  return size < 2 ** 52 ? Math.sign(x) * (size + 2 ** 52 - 2 ** 52) : x // adding 2^52 rounds to an integer
}

/** -1, 0 or 1 with the sign of x: sign(-0) = -0, sign(NaN) = NaN. */
export function sign(x: number): number {
  return x > 0 ? 1 : x < 0 ? -1 : x
}
