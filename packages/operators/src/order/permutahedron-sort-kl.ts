import {
  abs,
  add,
  and,
  limitProduct,
  logSumExp,
  lt,
  min,
  neg,
  reverse,
  stopGradient,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type Operator, type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { checkOnePerRow } from "./one-per-row.ts"
import { places } from "../positions.ts"
import { first, gap, gaps, isAfter, second } from "./pairs.ts"
import { blocksOf, less, logSumsOfRuns, overBlocks } from "./pooling.ts"
import { sharedSort } from "./ties.ts"
import { withNaN } from "../nan-rows.ts"

const apply: Operator = operator("permutahedronSortKl", scoreDomains, (values, p, axis) => {
  checkOnePerRow("permutahedronSortKl", p, axis)
  const sorted = sharedSort(values, axis)
  const at = places(values, axis)
  const takesPart = lt(abs(sorted), Number.POSITIVE_INFINITY)
  const { isTogether } = overBlocks(
    where(takesPart, blocks(stopGradient(sorted), stopGradient(p), at, axis), -1),
    values,
    axis,
  )
  const logSum = (apart: Tensor) => logSumExp(where(isTogether, apart, Number.NEGATIVE_INFINITY), { axis })
  const up = logSum(limitProduct(first(p, axis), gaps(at, axis)))
  // measured from the block's least value, where no large terms cancel
  const least = stopGradient(min(where(isTogether, second(sorted, axis), Number.POSITIVE_INFINITY), { axis }))
  const soft = add(least, sub(up, logSum(gap(first(least, axis), second(sorted, axis)))))
  return withNaN(where(takesPart, soft, stopGradient(sorted)), values, axis)
})

/** The blocks of places, from the largest value down: of p times the places, less the values with their sign changed. */
function blocks(sorted: Tensor, p: Tensor, at: Tensor, axis: number): Tensor {
  const down = neg(reverse(sorted, { axis }))
  const takesPart = lt(abs(down), Number.POSITIVE_INFINITY)
  const counts = and(isAfter(down, axis), and(first(takesPart, axis), second(takesPart, axis)))
  const levels = less(logSumsOfRuns(at, p, axis), logSumsOfRuns(down, 1, axis))
  return reverse(blocksOf(levels, counts, axis), { axis })
}

/**
 * Soft sort by entropic projection onto the permutahedron of the values: exact from a finite p as `permutahedronSort`; among values that
 * are pooled the smaller count for more.
 *
 * @remarks
 * Ascending. Adjacent values are pooled, from the largest down, while they are too far apart for p; of the block B, the result at place k
 * is `ln Σ over B of e^(p·(k − j)) − ln Σ over B of e^(−v)`. It is the sorted values themselves if no two neighbours are further apart
 * than p. At p = 0 all are `−ln mean e^(−v)`. The sum of `e^(−v)` is kept. p is 1 over the regularization strength of torchsort and
 * fast-soft-sort, whose `soft_sort` with `regularization="kl"` this is.
 *
 * Gradient: `∂s/∂v = softmax(−v)` over the place's block, `∂s/∂p = k − Σ softmax(−p·j)·j`. Equal values share what flows back to their
 * places. Where entries are only just pooled the gradient of the pooled ones is taken.
 *
 * Takes time and memory for n² pairs: for rows up to about a thousand.
 *
 * @param values - any real numbers, any shape; an infinite one stands for itself at its end of the row, gets no gradient, and has no part
 * in the others: −∞ masks an entry out. NaN in a row makes the row NaN.
 * @param p - sharpness in [0, ∞], default 1; one for each row: any shape that broadcasts with `values`, of length 1 along the axis.
 * @param options - `axis` of `values` along which they are sorted; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p varies within a row.
 * @see Blondel, Teboul, Berthet, Djolonga, Fast differentiable sorting and ranking, 2020.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { permutahedronSortKl } from "@gradual/operators"
 * console.log((await evaluate(js(), permutahedronSortKl([5, 1, 2]))).data) // 1.08, 2.08, 3.08
 * console.log((await evaluate(js(), permutahedronSortKl([5, 1, 2], 10))).data) // 1, 2, 5
 * ```
 */
export function permutahedronSortKl(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link permutahedronSortKl}. */
export const permutahedronSortKlEntry: CatalogueEntry = {
  name: "permutahedronSortKl",
  kind: "sorted",
  summary:
    "sorted values by entropic projection: exact where they are no more than p apart, the smaller count for more elsewhere",
  formula: "ln Σ e^(p·(k − j)) − ln Σ e^(−v) over the block of place k",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the sorted values",
  laws: {
    identityAtOne: fails({ values: [0.75, 0.25], p: 1 }, "0.25 and 0.75: sorted"),
    hardLimit: holds,
    exactAtFiniteP: holds,
    staysInUnitInterval: holds,
    preservesOrder: fails({ values: [0.75, 0.25], p: 1 }, "0.25 and 0.75: sorted"),
    sumsToOne: fails({ values: [0.25, 0.5], p: 1 }, "the results add up to 0.75, as the values do"),
    conservesSum: fails({ values: [0, 3], p: 1 }, "what they keep is the sum of e^(−v)"),
    permutationEquivariant: fails({ values: [0.25, 0.75], p: 1 }, "0.25 and 0.75 in either order"),
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0.25, 0.5], p: 1 }, "the results rise with the values"),
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Blondel, Teboul, Berthet, Djolonga 2020",
}
