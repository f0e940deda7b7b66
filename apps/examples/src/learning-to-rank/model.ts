import { div, gt, matmul, mean, mul, reshape, sqrt, square, sub, sum, type Tensor, where } from "@gradual/core"
import { softRank } from "@gradual/operators"

const along = { axis: -1, keepDims: true }

/**
 * Scores of cars, [groups, cars]: a weighted sum of features, brought to mean 0 and deviation 1 in each group, so that p means the same
 * for any weights. Where the true rank is 0 there is no car, and the score −∞: operators leave it out.
 */
export function scoresOf(weights: Tensor, features: Tensor, ranks: Tensor): Tensor {
  const raw = fromMean(reshape(matmul(features, weights), { shape: ranks.shape }), ranks)
  const deviation = sqrt(div(sum(square(raw), along), countOf(ranks)))
  return where(isCar(ranks), div(raw, deviation), Number.NEGATIVE_INFINITY)
}

/**
 * Spearman's rank correlation in each group, [groups, 1]: Pearson's, of the true ranks and those of the scores. The latter are soft, so
 * that it has a gradient; at p = ∞ it is the correlation itself.
 */
export function spearmanOf(scores: Tensor, ranks: Tensor, p: Tensor): Tensor {
  const predicted = fromMean(softRank(scores, p), ranks)
  const truth = fromMean(ranks, ranks)
  return div(sum(mul(predicted, truth), along), sqrt(mul(sum(square(predicted), along), sum(square(truth), along))))
}

/** The mean over groups. */
export function meanSpearman(weights: Tensor, features: Tensor, ranks: Tensor, p: Tensor): Tensor {
  return mean(spearmanOf(scoresOf(weights, features, ranks), ranks, p))
}

const isCar = (ranks: Tensor): Tensor => gt(ranks, 0)
const countOf = (ranks: Tensor): Tensor => sum(where(isCar(ranks), 1, 0), along)

/** Entries less their group's mean; 0 where there is no car. */
function fromMean(x: Tensor, ranks: Tensor): Tensor {
  const total = sum(where(isCar(ranks), x, 0), along)
  return where(isCar(ranks), sub(x, div(total, countOf(ranks))), 0)
}
