import { withGradient } from "../alias.ts"
import { type Binary, binary, type Unary, unary } from "../op.ts"
import type { Tensor } from "../tensor.ts"
import { abs, add, div, mul, neg, sub } from "./arithmetic.ts"
import { and, eq, ge, where } from "./compare.ts"

/**
 * `eˣ`. d = y.
 *
 * @example
 * ```ts
 * import { evaluate, exp } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), exp([0, 1])).data) // 1, 2.718
 * ```
 */
export const exp: Unary = /* @__PURE__ */ unary("exp", "float", (dy, y) => [mul(dy, y)])
/**
 * `eˣ − 1`, accurate near 0. d = eˣ (not y + 1, which is 0 from −17 down).
 *
 * @example
 * ```ts
 * import { evaluate, expm1 } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), expm1(1e-7)).data) // 1.000e-7
 * ```
 */
export const expm1: Unary = /* @__PURE__ */ unary("expm1", "float", (dy, _y, [x]) => [mul(dy, exp(x))])
/**
 * `ln x`. d = 1/x.
 *
 * @example
 * ```ts
 * import { evaluate, log } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), log([1, 10])).data) // 0, 2.303
 * ```
 */
export const log: Unary = /* @__PURE__ */ unary("log", "float", (dy, _y, [x]) => [div(dy, x)])
/**
 * `ln(1 + x)`, accurate near 0. d = 1/(1 + x).
 *
 * @example
 * ```ts
 * import { evaluate, log1p } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), log1p(1e-7)).data) // 1.000e-7
 * ```
 */
export const log1p: Unary = /* @__PURE__ */ unary("log1p", "float", (dy, _y, [x]) => [div(dy, add(x, 1))])
/**
 * `√x`. d = 1/(2y).
 *
 * @example
 * ```ts
 * import { evaluate, sqrt } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), sqrt([4, 9])).data) // 2, 3
 * ```
 */
export const sqrt: Unary = /* @__PURE__ */ unary("sqrt", "float", (dy, y) => [div(dy, mul(y, 2))])
/**
 * `sin x`. d = cos x.
 *
 * @example
 * ```ts
 * import { evaluate, sin } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), sin([0, 1])).data) // 0, 0.841
 * ```
 */
export const sin: Unary = /* @__PURE__ */ unary("sin", "float", (dy, _y, [x]) => [mul(dy, cos(x))])
/**
 * `cos x`. d = −sin x.
 *
 * @example
 * ```ts
 * import { cos, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), cos([0, 1])).data) // 1, 0.540
 * ```
 */
export const cos: Unary = /* @__PURE__ */ unary("cos", "float", (dy, _y, [x]) => [neg(mul(dy, sin(x)))])
/**
 * `arctan x`. d = 1/(1 + x²).
 *
 * @example
 * ```ts
 * import { atan, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), atan([0, 1])).data) // 0, 0.785
 * ```
 */
export const atan: Unary = /* @__PURE__ */ unary("atan", "float", (dy, _y, [x]) => [div(dy, add(mul(x, x), 1))])
/**
 * `tanh x`. d = 4 σ(2x) σ(−2x) = 1 − y², with its digits in the tails.
 *
 * @example
 * ```ts
 * import { evaluate, tanh } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), tanh([0, 1])).data) // 0, 0.762
 * ```
 */
export const tanh: Unary = /* @__PURE__ */ unary("tanh", "float", (dy, _y, [x]) => [mul(dy, mul(4, bell(mul(x, 2))))])
/**
 * `σ(x) = 1/(1 + e⁻ˣ)`. d = σ(x) σ(−x) = y(1 − y), with its digits in the tails.
 *
 * @example
 * ```ts
 * import { evaluate, logistic } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), logistic([0, 2])).data) // 0.5, 0.881
 * ```
 */
export const logistic: Unary = /* @__PURE__ */ unary("logistic", "float", (dy, _y, [x]) => [mul(dy, bell(x))])

/** `σ(x) σ(−x)`. d = −y tanh(x/2): the product rule would subtract what is nearly equal near 0. */
function bell(x: Tensor): Tensor {
  const product = withGradient(
    (at: Tensor) => mul(logistic(at), logistic(neg(at))),
    (dy, y, [at]) => [neg(mul(dy, mul(y, tanh(mul(at, 0.5)))))],
  )
  return product(x)
}

/**
 * `erf x = 2/√π ∫₀ˣ e^(−t²) dt`. d = 2/√π e^(−x²).
 *
 * @example
 * ```ts
 * import { erf, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), erf([0, 1])).data) // 0, 0.843
 * ```
 */
export const erf: Unary = /* @__PURE__ */ unary("erf", "float", (dy, _y, [x]) => [
  mul(dy, mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x, x))))),
])

/**
 * `xᵖ`, IEEE 754: 0⁰ = 1, 1 to any power is 1 (also NaN and ±∞).
 *
 * @remarks d/dx = p·x^(p−1), zero at p = 0 and, by convention, at p = ±∞; d/dp = y·ln x, zero at x = 0 for p ≥ 0 (0·ln 0 = 0).
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, pow } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), pow([2, 3], 2)).data) // 4, 9
 * ```
 */
export const pow: Binary = /* @__PURE__ */ binary("pow", "float", (dy, y, [x, p]) => {
  // settled once per exponent: 0·0⁻¹ and 0·∞ must not arise
  const slope = where(eq(abs(p), Number.POSITIVE_INFINITY), 0, p)
  const lower = pow(x, where(eq(slope, 0), 0, sub(p, 1)))
  const atZero = and(eq(x, 0), ge(p, 0))
  return [mul(dy, mul(slope, lower)), mul(dy, where(atZero, 0, mul(y, log(where(atZero, 1, x)))))]
})
