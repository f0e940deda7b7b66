import type { OpName } from "@gradual/core"
import type { Budget } from "./compare.ts"
import { ulp } from "./numbers.ts"

// What other accuracy models allow the values of ops, where that is more than IEEE arithmetic allows.

type Model = Partial<Readonly<Record<OpName, Budget>>>

/** So many ulps, and beside them an absolute error that the value and the arguments tell. */
const within = (ulps: number, beside?: NonNullable<Budget["beside"]>): Budget =>
  beside === undefined ? { ulps, terms: 1 } : { ulps, terms: 1, beside }

/** The spacing of float32 at x. */
const spacing = (x: number): number => ulp("float32", x)
/** The relative error of one correctly rounded operation. */
const rounding = 2 ** -24
/** Below this an argument is small: a series in correctly rounded sums and products has all its digits there. */
const small = 0.5

/** exp and exp2: 3 + 2|x| ULP. */
const expError = (x: number, y = Math.exp(x)): number => (3 + 2 * Math.abs(x)) * spacing(y)
/** log and log2, of which y is the value: 2⁻²¹ for x in [0.5, 2], else 3 ULP. */
const logError = (x: number, y = Math.log(x)): number => (x >= 0.5 && x <= 2 ? 2 ** -21 : 3 * spacing(y))

/**
 * GPUs, by the WebGPU Shading Language, § 15.7.4 "Floating point accuracy" (https://www.w3.org/TR/WGSL/#floating-point-accuracy);
 * WebGL's GLSL ES 3.2 § 4.7.1 has the same figures. Sums, differences, products, rounding and comparisons are correctly rounded there,
 * too, so ops that are made of these alone owe what IEEE arithmetic owes.
 */
export const wgsl: Model = {
  // x / y: 2.5 ULP for |y| in [2⁻¹²⁶, 2¹²⁶]
  div: within(2.5, (_y, _a, b) => (Math.abs(b) > 2 ** 126 ? Number.POSITIVE_INFINITY : 0)),
  // 1 / inverseSqrt(x): inverseSqrt 2 ULP, and a division
  sqrt: within(2.5, (y, x) => 2 * y * (spacing(1 / Math.sqrt(x)) * Math.sqrt(x))),
  exp: within(3, (y, x) => 2 * Math.abs(x) * spacing(y)),
  log: within(0, (y, x) => logError(x, y)),
  // sin and cos: 2⁻¹¹ for x in [−π, π], and nothing is said of others
  sin: within(0, (_y, x) => (Math.abs(x) <= Math.PI ? 2 ** -11 : Number.POSITIVE_INFINITY)),
  cos: within(0, (_y, x) => (Math.abs(x) <= Math.PI ? 2 ** -11 : Number.POSITIVE_INFINITY)),
  atan: within(4096),
  // the worse of 10⁻⁵ and sinh(x) / cosh(x), which are made of eˣ and e⁻ˣ; where these overflow nothing is said
  tanh: within(2.5, (_y, x) => Math.max(1e-5, 2 * expError(Math.abs(x)) * Math.exp(-Math.abs(x)))),
  // exp2(p · log2 x)
  pow: within(0, (y, x, p) => powError(y, Math.abs(x), p)),

  // What the language has not, from what it has. Near 0 expm1, log1p and erf owe the digits that their series has.

  // eˣ − 1
  expm1: within(4, (y, x) => (Math.abs(x) < small ? 0 : expError(x, y + 1))),
  // ln(1 + x) with 1 + x rounded; near 0 a series in x / (2 + x), so with a division
  log1p: within(8, (y, x) => (Math.abs(x) < small ? 0 : logError(1 + x, y) + rounding)),
  // 1 / (1 + e⁻ˣ)
  logistic: within(2.5, (y, x) => y * (rounding + expError(-x) / (1 + Math.exp(-x)))),
  // 1 − e^(−x²) q(x), with x² and q within a few roundings
  erf: within(4, (_y, x) =>
    Math.abs(x) < small ? 0 : expError(-x * x) + 8 * (1 + x * x) * rounding * Math.exp(-x * x),
  ),
}

/** exp2(p · l) with l = log2 x off by its error, the product rounded, and exp2's own error. */
function powError(y: number, x: number, p: number): number {
  if (x === 0 || p === 0) return 0 // settled before there is a logarithm
  const log2 = Math.log2(x)
  const exponent = p * log2
  const exponentError = Math.abs(p) * logError(x, log2) + spacing(exponent) / 2
  return Math.abs(y) * Math.expm1(exponentError * Math.LN2) + (3 + 2 * Math.abs(exponent)) * spacing(y)
}

/**
 * Libraries whose sigmoids are rational functions, fitted for absolute error: they are within a few roundings of 1, also where
 * their value is far smaller.
 */
export const absolute: Model = {
  logistic: within(0, () => 4 * rounding),
  tanh: within(0, () => 8 * rounding), // 2 σ(2x) − 1
  erf: within(0, () => 8 * rounding),
}
