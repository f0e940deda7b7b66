import {
  div,
  exp,
  limitProduct,
  log,
  maximum,
  neg,
  sort,
  stopGradient,
  type Tensor,
  type TensorLike,
  where,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type Operator, type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { blocksOfEntries, hardRanks } from "./hard-ranks.ts"
import { checkOnePerRow } from "./one-per-row.ts"
import { first, gaps, second } from "./pairs.ts"
import { less, logSumsOfRuns } from "./pooling.ts"
import { withNaN } from "../nan-rows.ts"

const apply: Operator = operator("permutahedronRankKl", scoreDomains, (values, p, axis) => {
  checkOnePerRow("permutahedronRankKl", p, axis)
  const { ranks, isLive } = hardRanks(values, axis)
  const scores = logSumsOfRuns(sort(stopGradient(values), { axis }), stopGradient(p), axis)
  const logRanks = log(sort(maximum(ranks, 1), { axis }))
  const { isTogether, sum } = blocksOfEntries(values, less(scores, logSumsOfRuns(logRanks, 1, axis)), axis)
  // within a block p·v differs by at most ln n, and no exponential is large; others are not taken
  const above = limitProduct(first(p, axis), where(isTogether, gaps(values, axis), 0))
  const soft = div(sum(second(ranks, axis)), sum(exp(neg(above))))
  return withNaN(where(isLive, soft, 0), values, axis)
})

/**
 * Soft ranks by entropic projection onto the permutahedron: exact from a finite p as `permutahedronRank`, with shares of a softmax in
 * each block.
 *
 * @remarks
 * `permutahedronRankKl(v, p) = argmax over r in the permutahedron of ⟨r, p·v⟩ − ⟨r, ln r − 1⟩`. Entries of adjacent ranks are pooled until
 * the results ascend; those of a block B share the sum of B's ranks by their softmax: `(Σ of B's ranks)·e^(p·v) / Σ over B of e^(p·v)`. It is
 * the ranks themselves just if p times the gap above rank k is at least ln((k + 1)/k), for each k; ties share the mean of their
 * ranks at every p. At p = 0 all ranks are (n + 1)/2. p is 1 over the regularization strength of torchsort and fast-soft-sort.
 *
 * Gradient: within a block, with q the softmax, `∂rᵢ/∂vⱼ = p·rᵢ·(δᵢⱼ − qⱼ)`, `∂rᵢ/∂p = rᵢ·(vᵢ − Σ q·v)`; finite at every p. Where entries
 * are only just pooled that of the pooled ones is taken.
 *
 * Takes time and memory for n² pairs: for rows up to about a thousand.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: it has rank 0 and counts for no other. NaN in a row makes the
 * row NaN.
 * @param p - sharpness in [0, ∞], default 1; one for each row: any shape that broadcasts with `values`, of length 1 along the axis.
 * @param options - `axis` of `values` along which entries are ranked; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p varies within a row.
 * @see Blondel, Teboul, Berthet, Djolonga, Fast differentiable sorting and ranking, 2020.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { permutahedronRankKl } from "@gradual/operators"
 * console.log((await evaluate(js(), permutahedronRankKl([5, 1, 2]))).data) // 3, 1, 2
 * console.log((await evaluate(js(), permutahedronRankKl([0.5, 0.1, 0.2]))).data) // 2.49, 1.67, 1.84
 * ```
 */
export function permutahedronRankKl(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link permutahedronRankKl}. */
export const permutahedronRankKlEntry: CatalogueEntry = {
  name: "permutahedronRankKl",
  kind: "ranks",
  summary: "ranks by entropic projection onto the permutahedron: exact from a finite p, softmax shares within a block",
  formula: "argmax over r in P(1, …, n) of ⟨r, p·v⟩ − ⟨r, ln r − 1⟩",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the ranks, tied entries at their mean",
  laws: {
    identityAtOne: fails({ values: [0, 0.5], p: 1 }, "1.13 and 1.87, not 0 and 0.5"),
    hardLimit: holds,
    exactAtFiniteP: holds,
    staysInUnitInterval: fails({ values: [0, 0.5], p: 1 }, "ranks run from 1 to n"),
    preservesOrder: holds,
    sumsToOne: fails({ values: [0, 0.5], p: 1 }, "the ranks add up to n(n + 1)/2, here 3"),
    conservesSum: fails({ values: [0, 0.5], p: 1 }, "the ranks add up to 3, the values to 0.5"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: holds,
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Blondel, Teboul, Berthet, Djolonga 2020",
}
