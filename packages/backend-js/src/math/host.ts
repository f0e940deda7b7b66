/**
 * Elementary functions that the host computes well enough: V8's are ports of fdlibm.
 *
 * Each has the special values of C99 Annex F. The worst errors are of 7e6 to 8e6 points each on V8 11.3 against
 * 113-bit values (tooling/fits/sweep.py --host), and the test suite checks hard points on the host it runs on.
 * Not here because they are above 1 ulp there: tanh (2.1), sinh, cosh (2.2), asinh (1.5), acosh, atanh (1.6),
 * log10 (1.8) and pow (hundreds, for large exponents of numbers near 1). exp (0.89) is below, but ours is faster.
 */

/** Natural logarithm; worst error 0.88 ulp. log(+-0) = -Infinity, log(x) = NaN for x < 0. */
export const log: (x: number) => number = Math.log

/** e^x - 1; worst error 0.83 ulp. expm1(-0) = -0, expm1(-Infinity) = -1. */
export const expm1: (x: number) => number = Math.expm1

/** log(1 + x); worst error 0.85 ulp. log1p(-0) = -0, log1p(-1) = -Infinity, log1p(x) = NaN for x < -1. */
export const log1p: (x: number) => number = Math.log1p

/** sin(x), x in radians of any size; worst error 0.85 ulp. sin(-0) = -0, sin(+-Infinity) = NaN. */
export const sin: (x: number) => number = Math.sin

/** cos(x), x in radians of any size; worst error 0.84 ulp. cos(+-Infinity) = NaN. */
export const cos: (x: number) => number = Math.cos

/** Inverse tangent; worst error 0.84 ulp. atan(-0) = -0, atan(+-Infinity) = +-pi/2. */
export const atan: (x: number) => number = Math.atan

/** Square root; correctly rounded, as ECMAScript implementations have from the processor. sqrt(-0) = -0. */
export const sqrt: (x: number) => number = Math.sqrt
