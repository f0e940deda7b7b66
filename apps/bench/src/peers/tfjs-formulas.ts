import * as tf from "@tensorflow/tfjs"
import type { Formulas } from "../contender.ts"
import type { Loss, WorkloadName } from "../workloads.ts"

/** What a workload computes, as one writes it with TensorFlow.js, which differentiates it. Labels are one-hot rows: its losses take those. */
export type TfFormula = (values: tf.Tensor, p: number, ...extra: tf.Tensor[]) => tf.Tensor

/** An op of one tensor with a gradient written by hand. What is not saved for the gradient is freed. */
function withGradient<Saved extends tf.Tensor[]>(
  values: tf.Tensor,
  forward: (v: tf.Tensor) => { value: tf.Tensor; saved: Saved },
  gradient: (cotangent: tf.Tensor, ...saved: Saved) => tf.Tensor,
): tf.Tensor {
  const op = tf.customGrad((v, save) => {
    const { value, saved } = forward(v as tf.Tensor)
    ;(save as tf.GradSaveFunc)([...saved])
    return { value, gradFunc: (cotangent, kept) => gradient(cotangent, ...(kept as Saved)) }
  })
  return op(values)
}

const maximaOf = (values: tf.Tensor): tf.Tensor => tf.equal(values, tf.max(values, -1, true))
const sumOf = (x: tf.Tensor): tf.Tensor => tf.sum(x, -1, true)

// tf.grad cannot differentiate gradual by itself: there is no gradient for Equal. Both are differentiated by hand.
const gradual: Formulas<TfFormula> = {
  posted: (values, p) =>
    withGradient<[tf.Tensor, tf.Tensor]>(
      values,
      (v) => {
        const isMax = maximaOf(v)
        return { value: tf.where(isMax, tf.sub(1, tf.pow(tf.sub(1, v), p)), tf.pow(v, p)), saved: [v, isMax] }
      },
      (cotangent, v, isMax) => {
        const atMax = tf.mul(p, tf.pow(tf.sub(1, v), p - 1))
        const below = tf.mul(p, tf.pow(v, p - 1))
        return tf.mul(cotangent, tf.where(isMax, atMax, below))
      },
    ),
  // the branch is chosen first, and one power serves outputs and gradient
  shared: (values, p) =>
    withGradient<[tf.Tensor]>(
      values,
      (v) => {
        const isMax = maximaOf(v)
        const base = tf.where(isMax, tf.sub(1, v), v)
        const slope = tf.pow(base, p - 1)
        const power = tf.mul(base, slope)
        return { value: tf.where(isMax, tf.sub(1, power), power), saved: [slope] }
      },
      (cotangent, slope) => tf.mul(cotangent, tf.mul(p, slope)),
    ),
}

const powerNormalize: Formulas<TfFormula> = {
  posted: (values, p) => {
    const powers = tf.pow(values, p)
    return tf.div(powers, sumOf(powers))
  },
  shared: (values, p) =>
    withGradient<[tf.Tensor, tf.Tensor, tf.Tensor]>(
      values,
      (v) => {
        const slope = tf.pow(v, p - 1)
        const powers = tf.mul(v, slope)
        const total = sumOf(powers)
        return { value: tf.div(powers, total), saved: [powers, slope, total] }
      },
      (cotangent, powers, slope, total) => {
        const inner = tf.div(sumOf(tf.mul(cotangent, powers)), total)
        return tf.mul(tf.mul(slope, tf.div(p, total)), tf.sub(cotangent, inner))
      },
    ),
}

export const tfFormulas: Readonly<Record<WorkloadName, Formulas<TfFormula>>> = {
  gradual,
  scaledSoftmax: { posted: (values, p) => tf.softmax(tf.mul(values, p)) },
  powerNormalize,
  crossEntropy: {
    posted: (values, p, labels: tf.Tensor) =>
      tf.losses.softmaxCrossEntropy(labels, tf.mul(values, p), undefined, 0, tf.Reduction.NONE),
  },
}

/** The one number made of a formula. */
export const tfLosses: Readonly<Record<Loss, (formula: TfFormula) => TfFormula>> = {
  mean:
    (formula) =>
    (values, p, ...extra) =>
      tf.mean(formula(values, p, ...extra)),
  weightedMean: (formula) => (values, p, weights: tf.Tensor) => tf.mean(tf.mul(formula(values, p), weights)),
}
