import { reverse, softmax, type Tensor, type TensorLike } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { distances, similarities, sizes } from "./distances.ts"
import { asColumn, onRows } from "./rows.ts"
import type { SortingOptions } from "./sorting.ts"
import { sharedSort, tiedDirections } from "./ties.ts"

/**
 * The permutation matrix of SoftSort, a differentiable argsort: row i says in which shares each value stands at position i of the
 * sorted row.
 *
 * @remarks
 * `Pᵢⱼ = e^(−p·|aᵢ − vⱼ|) / Σₖ e^(−p·|aᵢ − vₖ|)` with a the sorted values. Rows add up to 1, columns need not. p = ∞ gives the
 * permutation itself, tied values in equal shares, with zero gradients. Where values tie the gradient is the mean over the orders in
 * which they may stand.
 *
 * An infinite value stands at its end of the row alone: −∞ masks an entry out.
 *
 * Takes memory for n² numbers per row. To apply it to the values themselves `softSort` takes less.
 *
 * @param values - any real numbers, any shape of at least one axis (a scalar is a row of one). NaN in a row makes its matrix NaN.
 * @param p - inverse temperature in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values` that is sorted, default the last; `descending`, default false.
 * @returns shape `[…, n, n]`: the other axes of the broadcast shape, sorted positions, entries; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p has several entries
 * along the axis.
 * @see Prillo, Eisenschlos, SoftSort: a continuous relaxation for the argsort operator, 2020, https://arxiv.org/abs/2006.16038
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softSortMatrix } from "@gradual/operators"
 * const P = await evaluate(js(), softSortMatrix([0.4, 0.1], 10))
 * console.log(P.data) // 0.05, 0.95, 0.95, 0.05
 * ```
 */
export function softSortMatrix(values: TensorLike, p: TensorLike = 1, options: SortingOptions = {}): Tensor {
  return onRows("softSortMatrix", [values, p], options, (rows, e) => {
    const sorted = sharedSort(rows)
    const apart = distances(rows, sorted)
    const size = sizes(apart.difference, asColumn(tiedDirections(sorted)))
    const shares = softmax(similarities(apart, e, size))
    return options.descending ? reverse(shares, { axis: -2 }) : shares
  })
}

/** What `functions` says of {@link softSortMatrix}. */
export const softSortMatrixFunction: DescribedFunction = {
  name: "softSortMatrix",
  summary: "the soft permutation of SoftSort: a differentiable argsort, to apply to other data",
  formula: "e^(−p·|a − vⱼ|) / Σₖ e^(−p·|a − vₖ|), a = sort v",
  tensors: 2,
  source: "Prillo, Eisenschlos 2020",
  function: softSortMatrix,
}
