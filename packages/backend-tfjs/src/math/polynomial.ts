import type { Handle, TensorFlow } from "../runtime.ts"

/** `c₀ + c₁x + c₂x² + …`, by Horner's rule. */
export function polynomial(tf: TensorFlow, x: Handle, coefficients: readonly number[]): Handle {
  return coefficients
    .slice(0, -1)
    .reduceRight((sum, c) => tf.add(tf.mul(sum, x), tf.scalar(c)), tf.scalar(coefficients.at(-1)!) as Handle)
}
