import { fail, show } from "../errors.ts"
import { declare, type NoParams, type OpFunction, operands } from "../op.ts"
import { broadcastShapes } from "../shape.ts"
import type { Tensor, TensorLike } from "../tensor.ts"
import { transpose } from "./shape.ts"

type Two = readonly [a: Tensor, b: Tensor]

/**
 * Matrix product over the last two axes, `[…, n, k] × […, k, m] → […, n, m]`; leading axes broadcast.
 * k = 0 gives zeros; zeros are multiplied, not skipped (0·∞ is NaN). The gradients are dy·bᵀ and aᵀ·dy.
 *
 * @throws GradualError `SHAPE` for fewer than two axes, or lengths that do not fit.
 * @example
 * ```ts
 * import { evaluate, matmul } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), matmul([[1, 2], [3, 4]], [[1], [10]])).data) // 21, 43
 * ```
 */
export const matmul: OpFunction<(a: TensorLike, b: TensorLike) => Tensor, Two, NoParams> = /* @__PURE__ */ declare(
  "matmul",
  {
    type: ([a, b]) => {
      const [n, k] = a.shape.slice(-2)
      const [rows, m] = b.shape.slice(-2)
      const received = `${show(a.shape)} and ${show(b.shape)}`
      if (n === undefined || m === undefined || k === undefined || rows === undefined)
        throw fail(
          "SHAPE",
          "matmul",
          "both operands need at least two axes",
          received,
          "Reshape a vector to [n,1] or [1,n]",
        )
      if (k !== rows) throw fail("SHAPE", "matmul", "columns of the first must equal rows of the second", received)
      const batch = broadcastShapes("matmul", [a.shape.slice(0, -2), b.shape.slice(0, -2)])
      return { dtype: a.dtype, shape: [...batch, n, m] }
    },
    vjp: (dy, _y, [a, b]) => [matmul(dy, transposeLast(b)), matmul(transposeLast(a), dy)],
  },
  (make) => (a, b) => make(operands("matmul", "numeric", [a, b]), {}),
)

function transposeLast(x: Tensor): Tensor {
  const rank = x.shape.length
  return transpose(x, { perm: x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)) })
}
