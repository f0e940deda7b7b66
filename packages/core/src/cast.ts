import { type DType, isFloat } from "./dtype.ts"
import { apply, type Op, type Tensor, type TensorLike, tensor } from "./tensor.ts"

// Conversion between dtypes: an op that those in ops/ are declared with, since every function over tensors may convert.

/** Parameters of a conversion. */
export interface CastParams {
  readonly dtype: DType
  /** To float64 for headroom only: see {@link widen}. */
  readonly headroom?: true
}

/** The conversion op. */
export const castOp: Op<"cast", readonly [x: Tensor], CastParams> = {
  name: "cast",
  elementwise: true,
  type: ([x], { dtype }) => ({ dtype, shape: x.shape }),
  // a step function (to or from integers) passes nothing back; between floats the derivative is 1
  gradient: { vjp: (dy, y, [x]) => [isFloat(x.dtype) && isFloat(y.dtype) ? cotangentAs(dy, x.dtype) : null] },
}

/** `x` as `dtype`; `x` itself where it is that already. */
export function convert(x: Tensor, dtype: DType): Tensor {
  return x.dtype === dtype ? x : apply(castOp, [x], Object.freeze({ dtype }))
}

/** A cotangent as wide as what it is for. It gets no more digits than it had: float64 is headroom. */
export function cotangentAs(dy: Tensor, dtype: DType): Tensor {
  return dtype === "float64" ? widen(dy) : convert(dy, dtype)
}

/**
 * `x` as float64 for headroom: for what follows to be nearly exact where the backend says that float64 is worth its price
 * (`headroom` of its capabilities). On others it stays float32, unless the program asks for float64 by itself.
 *
 * @example
 * ```ts
 * import { widen } from "@gradual/core"
 * console.log(widen([1, 2]).dtype) // float64
 * ```
 */
export function widen(x: TensorLike): Tensor {
  const given = tensor(x)
  return given.dtype === "float64" ? given : apply(castOp, [given], Object.freeze({ dtype: "float64", headroom: true }))
}
