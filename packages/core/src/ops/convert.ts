import { checkDType, type DType } from "../dtype.ts"
import { type CastParams, castOp, convert } from "../cast.ts"
import type { OpFunction } from "../op.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

/**
 * `x` in another dtype. Float to int32 truncates, saturates, and takes NaN as 0; to bool is `x != 0` (NaN is true).
 * Between floats the gradient passes; to or from integers and bool it is zero.
 *
 * @throws GradualError `DTYPE` for an unknown dtype.
 * @example
 * ```ts
 * import { cast, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), cast([1.9, -1.9], { dtype: "int32" })).data) // 1, -1
 * ```
 */
export const cast: OpFunction<(x: TensorLike, options: { dtype: DType }) => Tensor, readonly [x: Tensor], CastParams> =
  /* @__PURE__ */ Object.assign(
    (x: TensorLike, { dtype }: { dtype: DType }) => {
      checkDType("cast", dtype)
      return convert(tensor(x), dtype)
    },
    { op: castOp },
  )
