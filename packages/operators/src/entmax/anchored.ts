import {
  abs,
  add,
  and,
  argsort,
  div,
  eq,
  exp,
  ge,
  gt,
  le,
  log,
  log1p,
  lt,
  maximum,
  minimum,
  mul,
  neg,
  not,
  or,
  pow,
  reducedShape,
  sub,
  sum,
  takeAlongAxis,
  type Tensor,
  where,
  zeros,
} from "@gradual/core"

// The distribution pᵢ = (1 + b(xᵢ − t))₊^(1/b) with Σ p = 1, for b = α − 1 from 0 on.
//
// Solving for t loses digits: where b > 1, p rises with infinite slope from 0, and an error ε of t is one of ε^(1/b) in p. So the
// unknown is the probability `a` of one entry, the anchor: pᵢ = (aᵇ + b(xᵢ − x_anchor))^(1/b). If the anchor is the smallest entry of the
// support for b > 1 and the largest for b ≤ 1, then 0 ≤ dpᵢ/da ≤ 1, so that no p is off by more than a is; and Σ p is convex in a, so that
// Newton's iteration from above falls to the solution without overshooting.

/** Which entries are above 0, and which of them the solution is expressed by. */
export interface Support {
  readonly isOut: Tensor
  /** The anchor's index in each row, int32, length 1 along the axis. */
  readonly anchor: Tensor
}

/** Scores below count for nothing, even at b = 0: held there they are finite. */
export const lowest: number = -(2 ** 14)

/** Steps of Newton's iteration. 10 are the most that random and adversarial rows of up to 2000 entries took to the last bit, at any b. */
const steps = 12

/** What the anchor has at least: its logarithm is needed. */
const tiny = 2 ** -100

/** Below it 1/b is no exponent, and b·(xᵢ − xₖ), at most 2⁻¹⁶, to its power is 0. */
const least = 2 ** -30

/**
 * Finds the support exactly: the k-th largest entry is in it if all larger ones would have less than 1 together were its own
 * probability 0, Σⱼ (b(xⱼ − xₖ))₊^(1/b) < 1. That sum grows with k: the last such k is found by halving.
 */
export function supportOf(x: Tensor, b: Tensor, axis: number): Support {
  const length = x.shape.at(axis) as number
  const order = argsort(x, { axis, descending: true })
  const sorted = takeAlongAxis(x, order, { axis })
  const entry = (index: Tensor) => takeAlongAxis(sorted, index, { axis })
  const first = zeros({ shape: reducedShape(x.shape, [x.shape.length + axis]), dtype: "int32" })
  let last = first
  for (let step = 2 ** Math.floor(Math.log2(length - 1)); step >= 1; step /= 2) {
    const candidate = minimum(add(last, step), length - 1)
    const gap = sub(sorted, entry(candidate))
    const above = pow(mul(b, where(gt(gap, 0), gap, 0)), div(1, maximum(b, least)))
    last = where(lt(sum(above, { axis, keepDims: true }), 1), candidate, last)
  }
  return {
    isOut: lt(x, entry(last)),
    anchor: takeAlongAxis(order, where(le(b, 1), first, last), { axis }),
  }
}

/** The distribution on a support. */
export function distribution(x: Tensor, b: Tensor, { isOut, anchor }: Support, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const isSmall = le(b, 1)
  const isZero = eq(b, 0)
  const divisor = where(isZero, 1, b)
  const gap = sub(x, takeAlongAxis(x, anchor, { axis }))
  const scaledGap = mul(b, gap)
  // at b > 1, pᵢ is the b-norm of a and of this
  const isApart = and(gt(scaledGap, 0), not(isOut))
  const own = pow(where(isApart, scaledGap, 0), div(1, maximum(b, 1)))
  const logOwn = log(maximum(own, tiny))

  /** p, and dp/da, for the anchor's probability a. */
  function at(a: Tensor): { readonly p: Tensor; readonly slope: Tensor } {
    const logA = log(a)
    const scale = where(isSmall, a, maximum(a, own))
    // p = scale·(1 + ratio)^(1/b)
    const ratio = where(
      isSmall,
      maximum(mul(scaledGap, exp(neg(mul(b, logA)))), -1),
      exp(neg(mul(b, abs(sub(logA, logOwn))))),
    )
    const p = where(isOut, 0, mul(scale, exp(where(isZero, gap, div(log1p(ratio), divisor)))))
    // (a/p)^(b−1) = p/a · (a/p)ᵇ
    const ofPower = div(where(or(isSmall, ge(a, own)), 1, ratio), where(gt(ratio, -1), add(1, ratio), 1))
    return { p, slope: mul(div(p, a), ofPower) }
  }

  let a = maximum(where(isSmall, 1, sub(1, sum(own, along))), tiny)
  for (let step = 0; step < steps; step++) {
    const { p, slope } = at(a)
    a = maximum(sub(a, div(sub(sum(p, along), 1), sum(slope, along))), tiny)
  }
  return at(a).p
}
