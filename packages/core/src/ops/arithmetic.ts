import { type Binary, binary, notDifferentiable, type Unary, unary } from "../op.ts"
import type { Tensor } from "../tensor.ts"
import { eq, gt, lt, where } from "./compare.ts"

/**
 * `a + b`, elementwise. int32 wraps. d = da + db.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { add, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), add([1, 2], 3)).data) // 4, 5
 * ```
 */
export const add: Binary = /* @__PURE__ */ binary("add", "numeric", (dy) => [dy, dy])
/**
 * `a − b`, elementwise. int32 wraps. d = da − db.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, sub } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), sub([1, 2], 3)).data) // -2, -1
 * ```
 */
export const sub: Binary = /* @__PURE__ */ binary("sub", "numeric", (dy) => [dy, neg(dy)])
/**
 * `a · b`, elementwise. int32 wraps. d = b·da + a·db.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, mul } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), mul([1, 2], 3)).data) // 3, 6
 * ```
 */
export const mul: Binary = /* @__PURE__ */ binary("mul", "numeric", (dy, _y, [a, b]) => [mul(dy, b), mul(dy, a)])
/**
 * `a / b`, elementwise, in floating point (integers become float32). ∂/∂a = 1/b, ∂/∂b = −(a/b)/b: b² could overflow.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { div, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), div([1, 2], 4)).data) // 0.25, 0.5
 * ```
 */
export const div: Binary = /* @__PURE__ */ binary("div", "float", (dy, y, [, b]) => [
  div(dy, b),
  neg(mul(dy, div(y, b))),
])

/**
 * `−x`, elementwise. d = −1.
 *
 * @example
 * ```ts
 * import { evaluate, neg } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), neg([1, -2])).data) // -1, 2
 * ```
 */
export const neg: Unary = /* @__PURE__ */ unary("neg", "numeric", (dy) => [neg(dy)])
/**
 * `|x|`, elementwise. d = sign x: 0 at 0.
 *
 * @example
 * ```ts
 * import { abs, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), abs([1, -2])).data) // 1, 2
 * ```
 */
export const abs: Unary = /* @__PURE__ */ unary("abs", "numeric", (dy, _y, [x]) => [mul(dy, sign(x))])
/**
 * −1, 0 or 1 by the sign of `x`; NaN stays NaN, −0 stays −0. No gradient.
 *
 * @example
 * ```ts
 * import { evaluate, sign } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), sign([-3, 0, 5])).data) // -1, 0, 1
 * ```
 */
export const sign: Unary = /* @__PURE__ */ unary("sign", "numeric", notDifferentiable("piecewise constant"))

/**
 * The larger, elementwise; NaN where either is NaN. Where both are equal each takes half the gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, maximum } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), maximum([1, 5], 3)).data) // 3, 5
 * ```
 */
export const maximum: Binary = /* @__PURE__ */ binary("maximum", "numeric", (dy, _y, [a, b]) =>
  share(dy, gt(a, b), eq(a, b)),
)
/**
 * The smaller, elementwise; NaN where either is NaN. Where both are equal each takes half the gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, minimum } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), minimum([1, 5], 3)).data) // 1, 3
 * ```
 */
export const minimum: Binary = /* @__PURE__ */ binary("minimum", "numeric", (dy, _y, [a, b]) =>
  share(dy, lt(a, b), eq(a, b)),
)

/** The cotangent goes to the first operand, the second, or half to each where they tie. */
function share(dy: Tensor, first: Tensor, tie: Tensor): readonly [Tensor, Tensor] {
  const half = mul(dy, 0.5)
  return [where(first, dy, where(tie, half, 0)), where(first, 0, where(tie, half, dy))]
}

const steps = notDifferentiable("piecewise constant")

/**
 * The largest integer not above `x`, as a float. No gradient.
 *
 * @example
 * ```ts
 * import { evaluate, floor } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), floor([1.5, -1.5])).data) // 1, -2
 * ```
 */
export const floor: Unary = /* @__PURE__ */ unary("floor", "float", steps)
/**
 * The smallest integer not below `x`, as a float. No gradient.
 *
 * @example
 * ```ts
 * import { ceil, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), ceil([1.5, -1.5])).data) // 2, -1
 * ```
 */
export const ceil: Unary = /* @__PURE__ */ unary("ceil", "float", steps)
/**
 * The nearest integer, as a float; halves go to the even neighbour. No gradient.
 *
 * @example
 * ```ts
 * import { evaluate, round } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), round([0.5, 1.5, 1.6])).data) // 0, 2, 2
 * ```
 */
export const round: Unary = /* @__PURE__ */ unary("round", "float", steps)
