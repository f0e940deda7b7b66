import { concat, fail, reverse, show, type Tensor, type TensorLike } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import type { OperatorOptions } from "../operator.ts"
import { type ChunkOptions, spans } from "./chunks.ts"
import { fromLast, onRows, part } from "./rows.ts"
import { softAt } from "./soft-sort.ts"
import { sharedSort } from "./ties.ts"

/**
 * The k largest values by SoftSort, the largest first: the end of `softSort` without the rest.
 *
 * @remarks
 * `softSortTopK(v, p, { k })ᵢ = Σⱼ Pᵢⱼ·vⱼ` with the last k rows of P, see `softSort` for the formula, the gradient, infinite values and
 * `chunk`. Takes time for k·n pairs per row.
 *
 * @param values - any real numbers, any shape of at least one axis (a scalar is a row of one). NaN in a row makes the row NaN.
 * @param p - inverse temperature in [0, ∞], 1 where it is undefined: one per row, of length 1 along the axis.
 * @param options - `k`; `axis` of `values`, default the last; `chunk`.
 * @returns the broadcast shape, with k entries along the axis; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` unless k is an integer from 1 to the length of the axis, or for a plain number p outside [0, ∞], `SHAPE`
 * when shapes do not broadcast or p has several entries along the axis.
 * @see Prillo, Eisenschlos, SoftSort: a continuous relaxation for the argsort operator, 2020, https://arxiv.org/abs/2006.16038
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softSortTopK } from "@gradual/operators"
 * const y = await evaluate(js(), softSortTopK([0.4, 0.1, 0.2], 10, { k: 2 }))
 * console.log(y.data) // 0.36, 0.19
 * ```
 */
export function softSortTopK(
  values: TensorLike,
  p: TensorLike | undefined,
  options: OperatorOptions & ChunkOptions & { readonly k: number },
): Tensor {
  const op = "softSortTopK"
  const { k, chunk } = options
  return onRows(op, [values, p ?? 1], options, (rows, e, axis) => {
    const n = rows.shape.at(-1) as number
    if (!Number.isInteger(k) || k < 1 || k > n)
      throw fail("VALUE", op, `k must be an integer from 1 to ${n}, the length of the axis`, `k=${show(k)}`)
    const anchors = sharedSort(rows)
    const top = spans(op, rows, e, chunk, [n - k, n]).map((span) => softAt(rows, part(anchors, span), e))
    return fromLast(reverse(concat(top), { axis: -1 }), axis)
  })
}

/** What `functions` says of {@link softSortTopK}. */
export const softSortTopKFunction: DescribedFunction = {
  name: "softSortTopK",
  summary: "the k largest values by SoftSort, without the rest of the row",
  formula: "the last k of softSort, the largest first",
  tensors: 2,
  source: "Prillo, Eisenschlos 2020",
  function: softSortTopK,
}
