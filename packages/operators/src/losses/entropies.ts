import { add, div, exp, ge, gt, log, mul, neg, sqrt, square, sub, type Tensor, tensor, where } from "@gradual/core"
import { psi } from "../entmax/alpha-slope.ts"
import { entmaxOfScores } from "../entmax/entmax.ts"
import { squaredProjection } from "../entmax/entmax15.ts"
import { projection } from "../entmax/sparsemax.ts"
import type { Regularized } from "./fenchel-young.ts"

/** sparsemax and its entropy, half of Gini's index. */
export const euclidean: Regularized = {
  choice: (x, _alpha, axis) => projection(x, axis),
  entropy: (p) => mul(0.5, mul(p, sub(1, p))),
}

/** entmax15 and its entropy. */
export const halfway: Regularized = {
  choice: (x, _alpha, axis) => squaredProjection(x, axis),
  entropy: (p) => mul(div(4, tensor(3, p.dtype)), mul(p, sub(1, sqrt(p)))),
}

/** entmax and Tsallis' entropy, Σ (p − p^α)/(α(α − 1)); Shannon's at α = 1. */
export const tsallis: Regularized = {
  choice: entmaxOfScores,
  // Σ p (1 − e⁻ʷ)/(bα)
  entropy: (p, alpha) => {
    const { b, logs, w, isFar, decay } = decayOf(p, alpha)
    const near = neg(mul(logs, mul(decay, add(1, mul(w, psi(where(isFar, 0, w)))))))
    const far = div(sub(1, decay), where(isFar, b, 1))
    return div(mul(p, where(isFar, far, near)), alpha)
  },
  // −(H + Σ p (1 − (1 + w)e⁻ʷ)/b²)/α
  entropySlope: (p, alpha) => {
    const { b, logs, w, isFar, decay } = decayOf(p, alpha)
    const near = mul(square(logs), mul(decay, psi(where(isFar, 0, w))))
    const far = div(sub(1, mul(add(1, w), decay)), square(where(isFar, b, 1)))
    return neg(div(add(tsallis.entropy(p, alpha), mul(p, where(isFar, far, near))), alpha))
  },
}

/** With b = α − 1: w = −b ln p and e⁻ʷ = pᵇ. Where w is small differences of these cancel: there ψ(w) = (e^w − 1 − w)/w² serves. */
function decayOf(p: Tensor, alpha: Tensor) {
  const b = sub(alpha, 1)
  const logs = log(where(gt(p, 0), p, 1))
  const w = neg(mul(b, logs))
  return { b, logs, w, isFar: ge(w, 1), decay: exp(neg(w)) }
}
