import { abs, add, and, limitProduct, lt, stopGradient, type Tensor, type TensorLike, where } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type Operator, type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { checkOnePerRow } from "./one-per-row.ts"
import { places } from "../positions.ts"
import { first, gaps, isAfter, second } from "./pairs.ts"
import { blocksOf, less, meansOfRuns, overBlocks } from "./pooling.ts"
import { sharedSort } from "./ties.ts"
import { withNaN } from "../nan-rows.ts"

const apply: Operator = operator("permutahedronSort", scoreDomains, (values, p, axis) => {
  checkOnePerRow("permutahedronSort", p, axis)
  const sorted = sharedSort(values, axis)
  const at = places(values, axis)
  const takesPart = lt(abs(sorted), Number.POSITIVE_INFINITY)
  const counts = and(isAfter(values, axis), and(first(takesPart, axis), second(takesPart, axis)))
  const ranks = meansOfRuns(at, axis)
  const scaled = (levels: Tensor) => limitProduct(second(stopGradient(p), axis), levels)
  const levels = less(
    { fromEnd: scaled(ranks.fromEnd), fromBefore: scaled(ranks.fromBefore) },
    meansOfRuns(stopGradient(sorted), axis),
  )
  const { mean } = overBlocks(where(takesPart, blocksOf(levels, counts, axis), -1), values, axis)
  const soft = add(mean(second(sorted, axis)), limitProduct(p, mean(gaps(at, axis))))
  return withNaN(where(takesPart, soft, stopGradient(sorted)), values, axis)
})

/**
 * Soft sort by projection onto the permutahedron of the values, the hull of all their orders: it keeps their sum, is exact from a finite p,
 * and sparse in its gradients.
 *
 * @remarks
 * `permutahedronSort(v, p) = argmin over s in the permutahedron of v of ‖s − p·(1, …, n)‖²`, ascending. Adjacent values are pooled while
 * they are too far apart for p; of the block B, s at place k is `mean of v over B + p·(k − mean place of B)`. It is the sorted values
 * themselves just if no two neighbours are further apart than p. At p = 0 all are the mean. p is 1 over the regularization strength of
 * torchsort and fast-soft-sort, whose `soft_sort` of the same values this is.
 *
 * Gradient: `∂s/∂v = 1/|B|` for the values of the place's block, `∂s/∂p = k − mean place of B`. Equal values share what flows back to their
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
 * import { permutahedronSort } from "@gradual/operators"
 * console.log((await evaluate(js(), permutahedronSort([5, 1, 2]))).data) // 1.67, 2.67, 3.67
 * console.log((await evaluate(js(), permutahedronSort([5, 1, 2], 10))).data) // 1, 2, 5
 * ```
 */
export function permutahedronSort(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link permutahedronSort}. */
export const permutahedronSortEntry: CatalogueEntry = {
  name: "permutahedronSort",
  kind: "sorted",
  summary:
    "sorted values by projection onto their permutahedron: keeps their sum, exact where they are no more than p apart",
  formula: "argmin over s in P(v) of ‖s − p·(1, …, n)‖²",
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
    conservesSum: holds,
    permutationEquivariant: fails({ values: [0.25, 0.75], p: 1 }, "0.25 and 0.75 in either order"),
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0.25, 0.5], p: 1 }, "the results rise with the values"),
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Blondel, Teboul, Berthet, Djolonga 2020",
}
