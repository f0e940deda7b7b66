/**
 * Rounding to integers, and signs. All exact.
 */

/** 2^52: from here on every float64 is an integer, and below it adding this rounds to one, ties to even. */
const INTEGERS = 2 ** 52

/**
 * The nearest integer, ties to the even one (IEEE 754 roundToIntegralTiesToEven).
 *
 * Keeps the sign, of zero results too: roundHalfEven(-0.5) = -0. Infinities and NaN give themselves.
 */
export function roundHalfEven(x: number): number {
  if (x > 0) return x < INTEGERS ? x + INTEGERS - INTEGERS : x
  // The negation keeps the sign of a zero result.
  if (x < 0) return x > -INTEGERS ? -(INTEGERS - x - INTEGERS) : x
  return x
}

/** -1, 0 or 1 with the sign of x: sign(-0) = -0, sign(NaN) = NaN. */
export function sign(x: number): number {
  return x > 0 ? 1 : x < 0 ? -1 : x
}
