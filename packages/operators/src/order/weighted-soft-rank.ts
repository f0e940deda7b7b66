import type { Tensor, TensorLike } from "@gradual/core"
import { finiteNotNegative } from "../domain.ts"
import { type OperatorOptions, parametric, scoreDomains } from "../operator.ts"
import type { DescribedFunction } from "../described.ts"
import { pairwiseRanks } from "./soft-rank.ts"

const apply = parametric(
  "weightedSoftRank",
  scoreDomains,
  { weights: { domain: finiteNotNegative, example: 1 } },
  (values, [weights], p, axis) => pairwiseRanks(values, weights as Tensor, p, axis),
)

/**
 * Soft ranks in which entries count by weight: an entry of weight 2 ranks as two equal ones do, at the mean of their ranks.
 *
 * @remarks
 * `weightedSoftRank(v, w, p)ᵢ = ½ + Σⱼ wⱼ·σ(p·(vᵢ − vⱼ))`. With weights 1 this is `softRank`. An entry of weight 0 has a rank among the
 * others and counts for none. Differentiable in the weights, too: `∂rᵢ/∂wⱼ = σ(p·(vᵢ − vⱼ))`.
 *
 * Takes time and memory for n² comparisons.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: it has rank 0 and counts for no other. NaN in a row makes the
 * row NaN.
 * @param weights - in [0, ∞); any shape that broadcasts with `values`.
 * @param p - inverse temperature in [0, ∞], default 1; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` along which entries are ranked; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number outside its domain, `SHAPE` when shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { weightedSoftRank } from "@gradual/operators"
 * const ranks = await evaluate(js(), weightedSoftRank([0.4, 0.1, 0.2], [1, 3, 0], Number.POSITIVE_INFINITY))
 * console.log(ranks.data) // 4, 2, 3.5
 * ```
 */
export function weightedSoftRank(
  values: TensorLike,
  weights: TensorLike,
  p: TensorLike = 1,
  options?: OperatorOptions,
): Tensor {
  return apply(values, [weights], p, options)
}

/** What is said of {@link weightedSoftRank}. */
export const weightedSoftRankFunction: DescribedFunction = {
  name: "weightedSoftRank",
  summary: "soft ranks in which entries count by weight",
  formula: "½ + Σⱼ wⱼ·σ(p·(v − vⱼ))",
  tensors: 3,
  source: "softRank with weights as counts",
  function: weightedSoftRank,
}
