import { mul } from "./arithmetic.ts"
import { and, eq, ne, where } from "./compare.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

/**
 * `a · b` with 0 · ∞ = 0, where mul gives NaN: for exponents, slopes and masks in which the zero wins in the limit.
 * NaN factors stay NaN. The gradient is that of the product, and zero where 0 · ∞ was met.
 */
export function limitProduct(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = [tensor(a), tensor(b)]
  const xy = mul(x, y)
  return where(and(ne(xy, xy), and(eq(x, x), eq(y, y))), 0, xy)
}
