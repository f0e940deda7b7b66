import { add, eq, gt, iota, mul, sub, sum, takeAlongAxis, type Tensor, where, withGradient } from "@gradual/core"
import { shifted } from "../entmax/scores.ts"
import { inDtypeOf } from "../in-dtype.ts"

/** A choice that maximizes ⟨p, x⟩ + H(p), and its entropy. */
export interface Regularized {
  /** The distribution, of scores whose largest is 0. */
  choice(x: Tensor, alpha: Tensor, axis: number): Tensor
  /** Terms that add up to H. */
  entropy(p: Tensor, alpha: Tensor): Tensor
  /** Terms that add up to ∂H/∂α; without them α gets no gradient. */
  entropySlope?(p: Tensor, alpha: Tensor): Tensor
}

/**
 * The Fenchel–Young loss `H(p*) + ⟨p*, x⟩ − x_y`, with p* the distribution that maximizes the first two (Blondel, Martins and Niculae
 * 2020). Its derivatives leave p* alone, as that is a maximum: p* − e_y by the scores, ∂H/∂α by α.
 */
export function fenchelYoung(
  { choice, entropy, entropySlope }: Regularized,
  scores: Tensor,
  label: Tensor,
  alpha: Tensor,
  axis: number,
): Tensor {
  const along = { axis, keepDims: true }
  const lost = withGradient(
    (x: Tensor, a: Tensor) => {
      const p = choice(x, a, axis)
      const gained = where(gt(p, 0), mul(p, x), 0) // a masked score is −∞
      return sub(sum(add(entropy(p, a), gained), along), takeAlongAxis(x, label, { axis }))
    },
    (dy, _y, [x, a]) => {
      const p = choice(x, a, axis)
      const isLabel = inDtypeOf(p, eq(iota({ shape: x.shape, axis }), label))
      const da = entropySlope === undefined ? null : mul(dy, sum(entropySlope(p, a), along))
      return [mul(dy, sub(p, isLabel)), da]
    },
  )
  return lost(shifted(scores, axis), alpha)
}
