import * as tf from "@tensorflow/tfjs"
import type { TfFormula } from "../../contenders/tfjs.ts"

// tf.grad cannot differentiate either by itself: there is no gradient for Equal. Both are differentiated by hand.

const maximaOf = (values: tf.Tensor): tf.Tensor => tf.equal(values, tf.max(values, -1, true))

/** The formula as people write it, and its gradient written in the same way: four powers of every element. */
export const asPosted: TfFormula<[tf.Tensor, tf.Tensor]> = (values, p) => {
  const isMax = maximaOf(values)
  return {
    value: tf.where(isMax, tf.sub(1, tf.pow(tf.sub(1, values), p)), tf.pow(values, p)),
    saved: [values, isMax],
    gradient: (cotangent, [v, chosen]) => {
      const atMax = tf.mul(p, tf.pow(tf.sub(1, v), p - 1))
      const below = tf.mul(p, tf.pow(v, p - 1))
      return tf.mul(cotangent, tf.where(chosen, atMax, below))
    },
  }
}

/** The least work that we found: the branch is chosen first, and one power serves outputs and gradient. */
export const shared: TfFormula<[tf.Tensor]> = (values, p) => {
  const isMax = maximaOf(values)
  const base = tf.where(isMax, tf.sub(1, values), values)
  const slope = tf.pow(base, p - 1)
  const power = tf.mul(base, slope)
  return {
    value: tf.where(isMax, tf.sub(1, power), power),
    saved: [slope],
    gradient: (cotangent, [kept]) => tf.mul(cotangent, tf.mul(p, kept)),
  }
}
