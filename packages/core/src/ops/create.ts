import { checkDType, type DType } from "../dtype.ts"
import { fail } from "../errors.ts"
import { declare, notDifferentiable, type OpFunction } from "../op.ts"
import { checkShape, normalizeAxis, type Shape } from "../shape.ts"
import { constantOp, type Tensor, type TensorLike, tensor } from "../tensor.ts"
import type { NDArray } from "../ndarray.ts"

/**
 * Values as a tensor. `constant(x)` is `tensor(x)`; the op is what a literal in an expression becomes. No gradient.
 *
 * @throws GradualError `INPUT` for what holds no numbers.
 * @example
 * ```ts
 * import { constant, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), constant([1, 2])).data) // 1, 2
 * ```
 */
export const constant: OpFunction<
  (value: TensorLike, dtype?: DType) => Tensor,
  readonly [],
  { readonly value: NDArray }
> = /* @__PURE__ */ Object.assign((value: TensorLike, dtype?: DType) => tensor(value, dtype), { op: constantOp })

/** What an {@link iota} is like; `axis` counted from 0. */
export interface IotaParams {
  readonly shape: Shape
  readonly axis: number
  readonly dtype: DType
}

/**
 * 0, 1, 2, … along `axis` (default the first), the same along all others; int32 unless `dtype` says otherwise. No gradient.
 *
 * @throws GradualError `SHAPE` for a bad shape or an axis out of range, `DTYPE` for a bad dtype.
 * @example
 * ```ts
 * import { evaluate, iota } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), iota({ shape: [4] })).data) // 0, 1, 2, 3
 * ```
 */
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
      if (dtype === "bool") throw fail("DTYPE", "iota", "a dtype of numbers expected", dtype)
      return make([], { shape, axis: normalizeAxis("iota", axis, shape.length), dtype })
    },
)
