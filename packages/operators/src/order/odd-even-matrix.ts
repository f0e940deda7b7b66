import { broadcastTo, iota, oneHot, reverse, type Tensor, type TensorLike } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { inDtypeOf } from "../in-dtype.ts"
import { compared, exchanged, gapsOf, oddEvenLayers, pairsFrom, stateOf, withPairs } from "./comparators.ts"
import { asColumn, onRows } from "./rows.ts"
import type { SortingOptions } from "./sorting.ts"

/**
 * The permutation matrix of the odd-even network, a differentiable argsort: row i says in which shares each value stands at position i
 * of the sorted row.
 *
 * @remarks
 * The product of the comparators' matrices `[1 − f, f; f, 1 − f]`, see `oddEvenSort`, which returns its product with the values. Rows
 * and columns add up to 1, for any n. p = ∞ gives the permutation itself, pairs of tied values in equal shares, with zero gradients.
 *
 * An infinite value is exchanged as if p were ∞. The others then meet in an order that depends on where it stood.
 *
 * Takes time for n³ numbers per row, n layers of a program, and memory for n² numbers (n³ with the gradient).
 *
 * @param values - any real numbers, any shape of at least one axis (a scalar is a row of one). NaN in a row makes its matrix NaN.
 * @param p - steepness in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values` that is sorted, default the last; `descending`, default false.
 * @returns shape `[…, n, n]`: the other axes of the broadcast shape, sorted positions, entries; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p has several entries
 * along the axis.
 * @see Petersen, Borgelt, Kuehne, Deussen, Monotonic differentiable sorting networks, 2022, https://arxiv.org/abs/2203.09630
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { oddEvenMatrix } from "@gradual/operators"
 * const P = await evaluate(js(), oddEvenMatrix([0.4, 0.1], 10))
 * console.log(P.data) // 0.10, 0.90, 0.90, 0.10
 * ```
 */
export function oddEvenMatrix(values: TensorLike, p: TensorLike = 1, options: SortingOptions = {}): Tensor {
  return onRows("oddEvenMatrix", [values, p], options, (rows, e) => {
    const n = rows.shape.at(-1) as number
    const steepness = asColumn(e)
    let state = stateOf("oddEvenMatrix", rows, e)
    let matrix = broadcastTo(inDtypeOf(rows, oneHot(iota({ shape: [n] }), { depth: n })), {
      shape: [...state.shape.slice(0, -1), n],
    })
    oddEvenLayers(n, (from) => {
      const pairs = pairsFrom(state, from)
      const gaps = gapsOf(pairs, steepness)
      matrix = withPairs(matrix, from, exchanged(pairsFrom(matrix, from), gaps))
      state = withPairs(state, from, compared(pairs, gaps))
    })
    return options.descending ? reverse(matrix, { axis: -2 }) : matrix
  })
}

/** What `functions` says of {@link oddEvenMatrix}. */
export const oddEvenMatrixFunction: DescribedFunction = {
  name: "oddEvenMatrix",
  summary: "the soft permutation of the odd-even network: rows and columns add up to 1 at any n",
  formula: "the product of n layers of [1 − f, f; f, 1 − f], f = ½ − atan(p·δ)/π",
  tensors: 2,
  source: "Petersen, Borgelt, Kuehne, Deussen 2022",
  function: oddEvenMatrix,
}
