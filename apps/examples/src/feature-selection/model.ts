import { add, matmul, mean, mul, reshape, softplus, square, sub, sum, type Tensor } from "@gradual/core"
import { softTopK } from "@gradual/operators"

/** A logistic regression that sees k features of its choice. As tensors, or as what holds their values. */
export interface Model<T> {
  /** [features]: the higher, the sooner a feature is chosen. */
  readonly scores: T
  /** [features, 1] */
  readonly weights: T
  /** [1] */
  readonly bias: T
}

/** What large weights cost: without it they would grow to make up for features that are let through in part. */
const price = 1e-3

/** How much of each feature is let through, from 0 to 1, and k in all: the k of the highest scores as p grows. */
export function maskOf(scores: Tensor, k: number, p: Tensor): Tensor {
  return softTopK(scores, k, p)
}

/** The log-odds of label 1 for every row, from what the mask lets through. */
export function logitsOf({ weights, bias }: Model<Tensor>, features: Tensor, mask: Tensor): Tensor {
  const row = reshape(mask, { shape: [1, ...mask.shape] })
  return add(matmul(mul(features, row), weights), bias)
}

/** The mean cross-entropy of the labels, and the price of the weights. */
export function lossOf(model: Model<Tensor>, features: Tensor, labels: Tensor, k: number, p: Tensor): Tensor {
  const logits = logitsOf(model, features, maskOf(model.scores, k, p))
  const crossEntropy = mean(sub(softplus(logits), mul(labels, logits)))
  return add(crossEntropy, mul(price, sum(square(model.weights))))
}
