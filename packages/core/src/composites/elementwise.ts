import { withGradient } from "../alias.ts"
import { operands } from "../op.ts"
import { abs, add, div, maximum, mul, neg } from "../ops/arithmetic.ts"
import { ne } from "../ops/compare.ts"
import { exp, log1p, logistic } from "../ops/transcendental.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

/** `x²`. */
export function square(x: TensorLike): Tensor {
  const once = tensor(x)
  return mul(once, once)
}

/** `1/x`. */
export function reciprocal(x: TensorLike): Tensor {
  return div(1, x)
}

/** `ln(1 + eˣ)`, accurate in both tails. d = σ(x). */
export function softplus(x: TensorLike): Tensor {
  const stable = withGradient(
    (input: Tensor) => add(maximum(input, 0), log1p(exp(neg(abs(input))))),
    (dy, _y, [input]) => [mul(dy, logistic(input))],
  )
  return stable(...operands("softplus", "float", [x]))
}

/** True where `x` is NaN. */
export function isNan(x: TensorLike): Tensor {
  const once = tensor(x)
  return ne(once, once)
}
