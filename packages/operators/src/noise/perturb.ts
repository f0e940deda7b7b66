import { add, eq, normalizeAxis, operands, type Tensor, type TensorLike, where } from "@gradual/core"

/** Scores with noise, and the axis of the scores counted from the end: noise may add axes before it. */
export interface Perturbed {
  readonly scores: Tensor
  readonly axis: number
}

/**
 * logits + noise, rounded once in their own dtype, so that every backend compares the same numbers. −∞ stays −∞, whatever the noise.
 */
export function perturb(op: string, logits: TensorLike, noise: TensorLike, axis: number): Perturbed {
  const [own, added] = operands(op, "float", [logits, noise]) as [Tensor, Tensor]
  const rank = own.shape.length
  const fromEnd = normalizeAxis(op, axis, rank) - rank
  return { scores: where(eq(own, Number.NEGATIVE_INFINITY), own, add(own, added)), axis: fromEnd }
}
