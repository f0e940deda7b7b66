import { withGradient } from "../alias.ts"
import { fail, show } from "../errors.ts"
import { operands } from "../op.ts"
import { abs, add, div, maximum, minimum, mul, neg } from "../ops/arithmetic.ts"
import { eq, ne, where } from "../ops/compare.ts"
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

/** Options of {@link clip}: the bounds; either may be left out. */
export interface ClipOptions {
  readonly min?: number
  readonly max?: number
}

/** `x` held between `min` and `max`; NaN stays NaN. The gradient is 1 on the closed interval, 0 outside. */
export function clip(
  x: TensorLike,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: ClipOptions = {},
): Tensor {
  if (!(min <= max)) throw fail("VALUE", "clip", "min must not be above max", `min=${show(min)}, max=${show(max)}`)
  const clamp = withGradient(
    (input: Tensor) => minimum(maximum(input, min), max),
    (dy, y, [input]) => [where(eq(input, y), dy, 0)],
  )
  return clamp(...operands("clip", "numeric", [x]))
}

/** True where `x` is NaN. */
export function isNan(x: TensorLike): Tensor {
  const once = tensor(x)
  return ne(once, once)
}
