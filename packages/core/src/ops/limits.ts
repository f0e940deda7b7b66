import { withGradient } from "../alias.ts"
import { operands } from "../op.ts"
import { mul } from "./arithmetic.ts"
import { and, eq, ne, where } from "./compare.ts"
import type { Tensor, TensorLike } from "../tensor.ts"

/**
 * `a · b` with 0 · ∞ = 0, where mul gives NaN: for exponents, slopes and masks in which the zero wins in the limit.
 * NaN factors stay NaN. The gradient is that of the product, and zero where 0 · ∞ was met.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, limitProduct } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), limitProduct([0, 2], [Number.POSITIVE_INFINITY, 3])).data) // 0, 6
 * ```
 */
export function limitProduct(a: TensorLike, b: TensorLike): Tensor {
  const product = withGradient(
    (x: Tensor, y: Tensor) => where(zeroWins(x, y), 0, mul(x, y)),
    // where the cotangent is 0, its product with ∞ is 0 as well
    (dy, _, [x, y]) => {
      const flowing = where(zeroWins(x, y), 0, dy)
      return [limitProduct(flowing, y), limitProduct(flowing, x)]
    },
  )
  return product(...operands("limitProduct", "numeric", [a, b]))
}

/** Where a product is NaN and neither factor is. */
function zeroWins(x: Tensor, y: Tensor): Tensor {
  const xy = mul(x, y)
  return and(ne(xy, xy), and(eq(x, x), eq(y, y)))
}
