import { withGradient } from "../alias.ts"
import { operands } from "../op.ts"
import { abs, add, div, maximum, mul, neg } from "../ops/arithmetic.ts"
import { ne } from "../ops/compare.ts"
import { exp, log1p, logistic } from "../ops/transcendental.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

/**
 * `x²`. d = 2x.
 *
 * @example
 * ```ts
 * import { evaluate, square } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), square([3, -4])).data) // 9, 16
 * ```
 */
export function square(x: TensorLike): Tensor {
  const once = tensor(x)
  return mul(once, once)
}

/**
 * `1/x`. d = −1/x².
 *
 * @example
 * ```ts
 * import { evaluate, reciprocal } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), reciprocal([2, 4])).data) // 0.5, 0.25
 * ```
 */
export function reciprocal(x: TensorLike): Tensor {
  return div(1, x)
}

/**
 * `ln(1 + eˣ)`, accurate in both tails. d = σ(x).
 *
 * @example
 * ```ts
 * import { evaluate, softplus } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), softplus([0, 1000])).data) // 0.693, 1000
 * ```
 */
export function softplus(x: TensorLike): Tensor {
  const stable = withGradient(
    (input: Tensor) => add(maximum(input, 0), log1p(exp(neg(abs(input))))),
    (dy, _y, [input]) => [mul(dy, logistic(input))],
  )
  return stable(...operands("softplus", "float", [x]))
}

/**
 * True where `x` is NaN. No gradient.
 *
 * @example
 * ```ts
 * import { evaluate, isNan } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), isNan([1, Number.NaN])).data) // 0, 1
 * ```
 */
export function isNan(x: TensorLike): Tensor {
  const once = tensor(x)
  return ne(once, once)
}
