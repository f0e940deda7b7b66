import { lax, nn, numpy as np } from "@jax-js/jax"
import type { Loss, WorkloadName } from "../workloads.ts"

/**
 * What a workload computes, as one writes it with jax-js, which differentiates it. Every use of an array is a reference (`ref`) to
 * it, but the last.
 */
export type JaxFormula = (values: np.Array, p: np.Array, ...extra: np.Array[]) => np.Array

export const jaxFormulas: Readonly<Record<WorkloadName, JaxFormula>> = {
  gradual: (values, p) => {
    const top = lax.stopGradient(np.max(values.ref, -1, { keepdims: true }))
    const atMax = np.subtract(1, np.power(np.subtract(1, values.ref), p.ref))
    return np.where(np.equal(values.ref, top), atMax, np.power(values, p))
  },
  scaledSoftmax: (values, p) => nn.softmax(np.multiply(values, p), -1),
  powerNormalize: (values, p) => {
    const powers = np.power(values, p)
    return np.divide(powers.ref, np.sum(powers, -1, { keepdims: true }))
  },
  crossEntropy: (values, p, labels: np.Array) => {
    const isLabel = nn.oneHot(np.squeeze(labels, -1), values.shape.at(-1) as number)
    return np.negative(np.sum(np.multiply(isLabel, nn.logSoftmax(np.multiply(values, p), -1)), -1))
  },
}

/** The one number made of a formula. */
export const jaxLosses: Readonly<Record<Loss, (formula: JaxFormula) => JaxFormula>> = {
  mean:
    (formula) =>
    (values, p, ...extra) =>
      np.mean(formula(values, p, ...extra)),
  weightedMean: (formula) => (values, p, weights: np.Array) => np.mean(np.multiply(formula(values, p), weights)),
}
