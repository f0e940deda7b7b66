import { mul } from "./arithmetic.ts"
import { and, eq, ne, where } from "./compare.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

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
  const [x, y] = [tensor(a), tensor(b)]
  const xy = mul(x, y)
  return where(and(ne(xy, xy), and(eq(x, x), eq(y, y))), 0, xy)
}
