import { add, limitProduct, sort, stopGradient, sub, type Tensor, type TensorLike, where } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type Operator, type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { checkOnePerRow } from "./one-per-row.ts"
import { blocksOfEntries, hardRanks } from "./hard-ranks.ts"
import { places } from "../positions.ts"
import { gaps, second } from "./pairs.ts"
import { less, meansOfRuns } from "./pooling.ts"
import { withNaN } from "../nan-rows.ts"

const apply: Operator = operator("permutahedronRank", scoreDomains, (values, p, axis) => {
  checkOnePerRow("permutahedronRank", p, axis)
  return projectedRanks(values, p, axis)
})

/** The definition of {@link permutahedronRank} on float64 rows; ranks are counted from `origin`, if it is given: near it they keep their digits. */
export function projectedRanks(values: Tensor, p: Tensor, axis: number, origin?: Tensor): Tensor {
  const { ranks, isLive } = hardRanks(values, axis)
  const scores = meansOfRuns(sort(stopGradient(values), { axis }), axis)
  const scaled = (levels: Tensor) => limitProduct(second(stopGradient(p), axis), levels)
  const levels = less(
    { fromEnd: scaled(scores.fromEnd), fromBefore: scaled(scores.fromBefore) },
    meansOfRuns(places(values, axis), axis),
  )
  const { mean } = blocksOfEntries(values, levels, axis)
  const hard = mean(second(ranks, axis))
  const soft = add(origin === undefined ? hard : sub(hard, origin), limitProduct(p, mean(gaps(values, axis))))
  return withNaN(where(isLive, soft, 0), values, axis)
}

/**
 * Soft ranks by projection onto the permutahedron, the hull of all orders of 1, …, n: exact, and sparse in its gradients, from a finite p.
 *
 * @remarks
 * `permutahedronRank(v, p) = argmin over r in the permutahedron of ‖r − p·v‖²`. It is isotonic: entries of adjacent ranks are pooled
 * until the results ascend, and an entry of the block B has `mean of B's ranks + p·(v − mean of v over B)`. It is the ranks themselves just
 * if no two adjacent values are nearer than 1/p (or all tie); ties share the mean of their ranks at every p. At p = 0 all ranks are
 * (n + 1)/2. p is 1 over the regularization strength of torchsort and fast-soft-sort, whose `soft_rank` of the same values this is.
 *
 * Gradient: within a block `∂rᵢ/∂vⱼ = p·(δᵢⱼ − 1/|B|)`, `∂rᵢ/∂p = vᵢ − mean of v over B`. Where entries are only just pooled that of the
 * pooled ones is taken.
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
 * import { permutahedronRank } from "@gradual/operators"
 * console.log((await evaluate(js(), permutahedronRank([5, 1, 2]))).data) // 3, 1, 2
 * console.log((await evaluate(js(), permutahedronRank([5, 1, 2], 0.5))).data) // 3, 1.25, 1.75
 * ```
 */
export function permutahedronRank(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link permutahedronRank}. */
export const permutahedronRankEntry: CatalogueEntry = {
  name: "permutahedronRank",
  kind: "ranks",
  summary: "ranks by projection onto the permutahedron: exact where values are 1/p apart, linear between",
  formula: "argmin over r in P(1, …, n) of ‖r − p·v‖²",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the ranks, tied entries at their mean",
  laws: {
    identityAtOne: fails({ values: [0, 0.5], p: 1 }, "1.25 and 1.75, not 0 and 0.5"),
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
