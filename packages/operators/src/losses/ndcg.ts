import {
  div,
  eq,
  expm1,
  log1p,
  mul,
  ne,
  neg,
  reverse,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
  where,
} from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { finiteNotNegative } from "../domain.ts"
import { type OperatorOptions, parametric, scoreDomains } from "../operator.ts"
import { ranksOf } from "../positions.ts"
import { sharedSort } from "../order/ties.ts"
import { pairwiseRanks } from "../order/soft-rank.ts"
import { rowScores } from "./row-scores.ts"

const apply = parametric(
  "ndcg",
  scoreDomains,
  { relevance: { domain: finiteNotNegative, example: 1 } },
  (scores, [relevance], p, axis) => {
    const along = { axis, keepDims: true }
    const isCounted = ne(scores, Number.NEGATIVE_INFINITY)
    // from the largest score down
    const ranks = pairwiseRanks(
      where(isCounted, neg(scores), Number.NEGATIVE_INFINITY),
      tensor(1, scores.dtype),
      p,
      axis,
    )
    const gains = where(isCounted, expm1(mul(relevance as Tensor, Math.LN2)), 0)
    const discounted = (of: Tensor, at: Tensor) => sum(div(of, log1p(at)), along) // ln for log₂: their quotient is the same
    const best = reverse(sharedSort(gains, axis), { axis })
    const ideal = discounted(best, ranksOf(best, axis))
    const isNothing = eq(ideal, 0)
    return where(isNothing, 0, div(discounted(gains, where(isCounted, ranks, 1)), where(isNothing, 1, ideal)))
  },
)

/**
 * Normalised discounted cumulative gain of a ranking by scores, differentiable (ApproxNDCG): 1 where the most relevant come first. A loss
 * is `1 − ndcg(scores, relevance, p)`.
 *
 * @remarks
 * `ndcg(s, rel, p) = Σᵢ (2^relᵢ − 1) / log₂(1 + πᵢ) / ideal`, with the soft rank from the top `πᵢ = softRank(−s, p)ᵢ`, and for `ideal` the same
 * sum over the relevances in descending order, at 1, 2, …. At p = ∞ it is the NDCG itself; scores that tie have their mean rank. A row
 * in which nothing is relevant has 0, with zero gradients.
 *
 * Takes time and memory for n² comparisons.
 *
 * @param scores - any real scores, any shape; −∞ masks an entry out, of the ideal order too. NaN in a row makes its result NaN.
 * @param relevance - in [0, ∞), with 2^relevance finite: below 128, in float64 below 1024; any shape that broadcasts with `scores`.
 * @param p - inverse temperature of the soft ranks in [0, ∞], default 1; any shape that broadcasts with `scores`.
 * @param options - `axis` of `scores` along which entries are ranked; default the last.
 * @returns one number per row: the broadcast shape without the axis; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number outside its domain, `SHAPE` when shapes do not broadcast.
 * @see Qin, Liu, Li, A general approximation framework for direct optimization of information retrieval measures, 2010.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { ndcg } from "@gradual/operators"
 * console.log((await evaluate(js(), ndcg([0.9, 0.1, 0.5], [3, 0, 1], Number.POSITIVE_INFINITY))).data) // 1
 * console.log((await evaluate(js(), ndcg([0.9, 0.1, 0.5], [0, 3, 1], 100))).data) // 0.541
 * ```
 */
export function ndcg(
  scores: TensorLike,
  relevance: TensorLike,
  p: TensorLike = 1,
  options: OperatorOptions = {},
): Tensor {
  return rowScores("ndcg", apply, [scores, relevance, p], options)
}

/** What is said of {@link ndcg}. */
export const ndcgFunction: DescribedFunction = {
  name: "ndcg",
  summary: "normalised discounted cumulative gain of a ranking, by soft ranks",
  formula: "Σ (2^rel − 1) / log₂(1 + softRank(−s, p)), over that of the ideal order",
  tensors: 3,
  source: "Qin, Liu, Li 2010 (ApproxNDCG)",
  function: ndcg,
}
