import {
  cast,
  fail,
  matmul,
  normalizeAxis,
  operands,
  reshape,
  show,
  sizeOf,
  type Tensor,
  type TensorLike,
  transpose,
  widen,
} from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import type { OperatorOptions } from "../operator.ts"

/**
 * Applies a soft permutation to other data: along `axis`, position i of the result holds the mean of the data's entries in the shares
 * of the matrix's row i.
 *
 * @remarks
 * `yᵢ = Σⱼ Pᵢⱼ·dataⱼ`. The data without `axis` has the matrix's batch axes first, of equal length or 1; axes after those are features
 * that move along. So scores of shape `[batch, n]` sort data of shape `[batch, n]`, `[batch, n, features]` (axis 1) or
 * `[batch, features, n]`, and one matrix `[n, n]` sorts data of any shape that has n entries along the axis.
 *
 * The data should be finite: 0·∞ is NaN.
 *
 * @param matrix - shape `[…batch, m, n]`, as `softSortMatrix` and its like return, or some rows of it.
 * @param data - n entries along `axis`.
 * @param options - `axis` of `data` that is permuted; default the last.
 * @returns the shape of the data, batch axes broadcast, with m entries along the axis; float64 if an argument is, else float32.
 * @throws GradualError `SHAPE` when the shapes do not fit.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { applyPermutation, softSortMatrix } from "@gradual/operators"
 * const prices = [30, 10, 20]
 * const byPrice = softSortMatrix(prices, Number.POSITIVE_INFINITY)
 * console.log((await evaluate(js(), applyPermutation(byPrice, [3, 1, 2]))).data) // 1, 2, 3
 * ```
 */
export function applyPermutation(matrix: TensorLike, data: TensorLike, { axis = -1 }: OperatorOptions = {}): Tensor {
  const op = "applyPermutation"
  const [shares, given] = operands(op, "float", [matrix, data])
  const from = normalizeAxis(op, axis, given.shape.length)
  const [n, batch] = [given.shape[from] as number, shares.shape.slice(0, -2)]
  const rest = given.shape.filter((_, i) => i !== from)
  const features = rest.slice(batch.length)
  if (shares.shape.length < 2 || shares.shape.at(-1) !== n || batch.length > rest.length)
    throw fail(
      "SHAPE",
      op,
      "a matrix of shape […batch, m, n] for data of shape […batch, …features] with n entries along the axis expected",
      `matrix ${show(shares.shape)}, data ${show(given.shape)}, axis=${show(axis)}`,
    )
  // […batch, n, features], the features as one axis
  const others = [...given.shape.keys()].filter((i) => i !== from)
  const inBatches = transpose(given, { perm: [...others.slice(0, batch.length), from, ...others.slice(batch.length)] })
  const flat = reshape(widen(inBatches), { shape: [...rest.slice(0, batch.length), n, sizeOf(features)] })
  const y = cast(matmul(widen(shares), flat), { dtype: given.dtype })
  return withAxisAt(reshape(y, { shape: [...y.shape.slice(0, -1), ...features] }), batch.length, from)
}

/** Moves axis `at` to `to`. */
function withAxisAt(x: Tensor, at: number, to: number): Tensor {
  const others = [...x.shape.keys()].filter((i) => i !== at)
  return transpose(x, { perm: [...others.slice(0, to), at, ...others.slice(to)] })
}

/** What `functions` says of {@link applyPermutation}. */
export const applyPermutationFunction: DescribedFunction = {
  name: "applyPermutation",
  summary: "applies a soft permutation to other data: rows of features sorted by their scores",
  formula: "Σⱼ Pᵢⱼ·dataⱼ",
  tensors: 2,
  source: "the product of a matrix and a vector",
  function: applyPermutation,
}
