import { checkDType, type DType } from "../dtype.ts"
import { declare, notDifferentiable, type OpFunction } from "../op.ts"
import { checkShape, normalizeAxis, type Shape } from "../shape.ts"
import { constantOp, type Tensor, type TensorLike, tensor } from "../tensor.ts"
import type { NDArray } from "../ndarray.ts"

/** Values as a tensor. `constant(x)` is `tensor(x)`; the op is what a literal in an expression becomes. */
export const constant: OpFunction<
  (value: TensorLike, dtype?: DType) => Tensor,
  readonly [],
  { readonly value: NDArray }
> = /* @__PURE__ */ Object.assign((value: TensorLike, dtype?: DType) => tensor(value, dtype), { op: constantOp })

export interface IotaParams {
  readonly shape: Shape
  readonly axis: number
  readonly dtype: DType
}

/** 0, 1, 2, … along `axis`, the same along all others. */
export const iota: OpFunction<
  (options: { shape: Shape; axis?: number; dtype?: DType }) => Tensor,
  readonly [],
  IotaParams
> = /* @__PURE__ */ declare(
  "iota",
  {
    type: (_, { dtype, shape }) => ({ dtype, shape }),
    vjp: notDifferentiable("it has no inputs"),
  },
  (make) =>
    ({ shape, axis = 0, dtype = "int32" }) => {
      checkShape("iota", shape)
      checkDType("iota", dtype)
      return make([], { shape, axis: normalizeAxis("iota", axis, shape.length), dtype })
    },
)
