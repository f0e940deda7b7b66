import { type Binary, binary, notDifferentiable, type Unary, unary } from "../op.ts"
import type { Tensor } from "../tensor.ts"
import { eq, gt, lt, where } from "./compare.ts"

/** `a + b`, elementwise. int32 wraps. */
export const add: Binary = /* @__PURE__ */ binary("add", "numeric", (dy) => [dy, dy])
/** `a - b`, elementwise. int32 wraps. */
export const sub: Binary = /* @__PURE__ */ binary("sub", "numeric", (dy) => [dy, neg(dy)])
/** `a · b`, elementwise. int32 wraps. */
export const mul: Binary = /* @__PURE__ */ binary("mul", "numeric", (dy, _y, [a, b]) => [mul(dy, b), mul(dy, a)])
/** `a / b`, elementwise, in floating point (integers become float32). ∂/∂b = −(a/b)/b: b² could overflow. */
export const div: Binary = /* @__PURE__ */ binary("div", "float", (dy, y, [, b]) => [
  div(dy, b),
  neg(mul(dy, div(y, b))),
])

/** `−x`, elementwise. */
export const neg: Unary = /* @__PURE__ */ unary("neg", "numeric", (dy) => [neg(dy)])
/** `|x|`, elementwise. The derivative at 0 is 0. */
export const abs: Unary = /* @__PURE__ */ unary("abs", "numeric", (dy, _y, [x]) => [mul(dy, sign(x))])
/** −1, 0 or 1 by the sign of `x`; NaN stays NaN, −0 stays −0. */
export const sign: Unary = /* @__PURE__ */ unary("sign", "numeric", notDifferentiable("piecewise constant"))

/** The larger, elementwise; NaN where either is NaN. Where both are equal each takes half the gradient. */
export const maximum: Binary = /* @__PURE__ */ binary("maximum", "numeric", (dy, _y, [a, b]) =>
  share(dy, gt(a, b), eq(a, b)),
)
/** The smaller, elementwise; NaN where either is NaN. Where both are equal each takes half the gradient. */
export const minimum: Binary = /* @__PURE__ */ binary("minimum", "numeric", (dy, _y, [a, b]) =>
  share(dy, lt(a, b), eq(a, b)),
)

/** The cotangent goes to the first operand, the second, or half to each where they tie. */
function share(dy: Tensor, first: Tensor, tie: Tensor): readonly [Tensor, Tensor] {
  const half = mul(dy, 0.5)
  return [where(first, dy, where(tie, half, 0)), where(first, 0, where(tie, half, dy))]
}

const steps = notDifferentiable("piecewise constant")

/** The largest integer not above `x`. */
export const floor: Unary = /* @__PURE__ */ unary("floor", "float", steps)
/** The smallest integer not below `x`. */
export const ceil: Unary = /* @__PURE__ */ unary("ceil", "float", steps)
/** The nearest integer; halves go to the even neighbour. */
export const round: Unary = /* @__PURE__ */ unary("round", "float", steps)
