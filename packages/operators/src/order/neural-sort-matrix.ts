import { reverse, softmax, type Tensor, type TensorLike } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { neuralExponents } from "./neural-exponents.ts"
import { onRows } from "./rows.ts"
import type { SortingOptions } from "./sorting.ts"

/**
 * The permutation matrix of NeuralSort, a differentiable argsort: row i says in which shares each value stands at position i of the
 * sorted row.
 *
 * @remarks
 * `P = softmax over j of p·((2i − n − 1)·vⱼ − Σₖ |vⱼ − vₖ|)`, for i from 1. Rows add up to 1, columns need not. p = ∞ gives the
 * permutation itself, tied values in equal shares, with zero gradients. Where values tie the gradient is the mean over the orders in
 * which they may stand.
 *
 * An infinite value stands at its end of the row alone: −∞ masks an entry out.
 *
 * Takes memory for n² numbers per row. To apply it to the values themselves `neuralSort` takes less.
 *
 * @param values - any real numbers, any shape of at least one axis (a scalar is a row of one). NaN in a row makes its matrix NaN.
 * @param p - inverse temperature in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values` that is sorted, default the last; `descending`, default false.
 * @returns shape `[…, n, n]`: the other axes of the broadcast shape, sorted positions, entries; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p has several entries
 * along the axis.
 * @see Grover, Wang, Zweig, Ermon, Stochastic optimization of sorting networks via continuous relaxations, 2019,
 * https://arxiv.org/abs/1903.08850
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { neuralSortMatrix } from "@gradual/operators"
 * const P = await evaluate(js(), neuralSortMatrix([0.4, 0.1], 10))
 * console.log(P.data) // 0.05, 0.95, 0.95, 0.05
 * ```
 */
export function neuralSortMatrix(values: TensorLike, p: TensorLike = 1, options: SortingOptions = {}): Tensor {
  return onRows("neuralSortMatrix", [values, p], options, (rows, e) => {
    const { exponents } = neuralExponents(rows, e)([0, rows.shape.at(-1) as number])
    const shares = softmax(exponents)
    return options.descending ? reverse(shares, { axis: -2 }) : shares
  })
}

/** What `functions` says of {@link neuralSortMatrix}. */
export const neuralSortMatrixFunction: DescribedFunction = {
  name: "neuralSortMatrix",
  summary: "the soft permutation of NeuralSort: a differentiable argsort, to apply to other data",
  formula: "softmax p·((2i − n − 1)·v − Σₖ |v − vₖ|)",
  tensors: 2,
  source: "Grover, Wang, Zweig, Ermon 2019",
  function: neuralSortMatrix,
}
