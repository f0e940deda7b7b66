import { eq, iota, logSumExp, mean, mul, sub, sum, type Tensor, where } from "@gradual/core"
import { gradual, powerNormalize, scaledSoftmax } from "@gradual/operators"
import type { Loss, WorkloadName } from "../workloads.ts"

/** What a workload computes for every row, or entry, before the mean. */
export type Formula = (values: Tensor, p: Tensor, ...extra: Tensor[]) => Tensor

/** With one of `labels` per row: ln Σ e^(p·v) − p·v at the label. */
function crossEntropy(values: Tensor, p: Tensor, labels: Tensor): Tensor {
  const along = { axis: -1, keepDims: true }
  const scores = mul(p, values)
  const isLabel = eq(labels, iota({ shape: [values.shape.at(-1) as number] }))
  return sub(logSumExp(scores, along), sum(where(isLabel, scores, 0), along))
}

export const formulas: Readonly<Record<WorkloadName, Formula>> = {
  gradual: (values, p) => gradual(values, p),
  scaledSoftmax: (values, p) => scaledSoftmax(values, p),
  powerNormalize: (values, p) => powerNormalize(values, p),
  crossEntropy,
}

/** The one number made of a formula. */
export const losses: Readonly<Record<Loss, (formula: Formula) => Formula>> = {
  mean:
    (formula) =>
    (values, p, ...extra) =>
      mean(formula(values, p, ...extra)),
  weightedMean: (formula) => (values, p, weights: Tensor) => mean(mul(formula(values, p), weights)),
}
