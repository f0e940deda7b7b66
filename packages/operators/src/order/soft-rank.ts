import { add, eq, limitProduct, logistic, mul, sum, type Tensor, type TensorLike, tensor, where } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type Operator, type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { first, gaps, second } from "./pairs.ts"

/** The definition of soft ranks on float64 rows: each entry counts the others below it, by their weights. */
export function pairwiseRanks(values: Tensor, weights: Tensor, p: Tensor, axis: number): Tensor {
  const shares = logistic(limitProduct(first(p, axis), gaps(values, axis)))
  const isMasked = eq(values, Number.NEGATIVE_INFINITY)
  const counted = where(second(isMasked, axis), 0, mul(second(weights, axis), shares))
  return where(isMasked, 0, add(0.5, sum(counted, { axis })))
}

const apply: Operator = operator("softRank", scoreDomains, (values, p, axis) =>
  pairwiseRanks(values, tensor(1, values.dtype), p, axis),
)

/**
 * Ranks from pairwise comparisons, each softened to a sigmoid: 1 for the smallest entry, n for the largest as p → ∞.
 *
 * @remarks
 * `softRank(v, p)ᵢ = ½ + Σⱼ σ(p·(vᵢ − vⱼ))`, where j = i adds ½. At p = 0 all ranks are (n + 1)/2; tied entries share the mean of
 * their ranks at every p. p = ∞ gives the ranks themselves, with zero gradients.
 *
 * Gradient: with s = σ′(p·(vᵢ − vⱼ)), `∂rᵢ/∂vⱼ = −p·s` for j ≠ i, `∂rᵢ/∂vᵢ = p·Σ s`, `∂rᵢ/∂p = Σ s·(vᵢ − vⱼ)`.
 *
 * Takes time and memory for n² comparisons.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: it has rank 0 and counts for no other. NaN in a row makes the
 * row NaN.
 * @param p - inverse temperature in [0, ∞], default 1; any shape that broadcasts with `values`. Along the axis it is that of the
 * entry whose rank is taken.
 * @param options - `axis` of `values` along which entries are ranked; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast.
 * @see Qin, Liu, Li, A general approximation framework for direct optimization of information retrieval measures, 2010, eq. 11.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softRank } from "@gradual/operators"
 * const ranks = await evaluate(js(), softRank([0.4, 0.1, 0.2], 10))
 * console.log(ranks.data) // 2.83, 1.32, 1.85
 * ```
 */
export function softRank(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link softRank}. */
export const softRankEntry: CatalogueEntry = {
  name: "softRank",
  kind: "ranks",
  summary: "ranks from softened pairwise comparisons: smooth everywhere, exact only in the limit",
  formula: "½ + Σⱼ σ(p·(v − vⱼ))",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the ranks, tied entries at their mean",
  laws: {
    identityAtOne: fails({ values: [0, 1], p: 1 }, "1.27 and 1.73, not 0 and 1"),
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.625], p: 1 }, "e^−8 at p = 64 is not 0"),
    staysInUnitInterval: fails({ values: [0, 1], p: 1 }, "ranks run from 1 to n"),
    preservesOrder: holds,
    sumsToOne: fails({ values: [0, 1], p: 1 }, "the ranks add up to n(n + 1)/2, here 3"),
    conservesSum: fails({ values: [0, 1], p: 1 }, "the ranks add up to 3, the values to 1"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: holds,
    sharpensWithP: fails(
      { values: [0.3046875, 0.0078125, 0.59375, 0, 0.890625, 0.8984375], p: 3.3 },
      "pairs of near values take their time: the distance grows from 2.01 to 2.08",
    ),
    finiteGradients: holds,
  },
  source: "Qin, Liu, Li 2010; the difference of ranks as a sum of sigmoids",
}
