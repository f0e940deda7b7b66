import {
  add,
  and,
  ceil,
  div,
  eq,
  exp,
  floor,
  ge,
  gt,
  le,
  log,
  logistic,
  maximum,
  minimum,
  mul,
  neg,
  round,
  sub,
  sum,
  type Tensor,
  where,
} from "@gradual/core"
import { ranksOf } from "../positions.ts"
import { atRank } from "./above-cut.ts"

/**
 * s with Σ σ(z − s) = k, for rows that are sorted, the largest first, of which the first `open` may be chosen; +∞ for k = 0, −∞ for
 * k = `open`. No gradient.
 *
 * With j the integer nearest to k the sum is k where R = Σ σ(z − s) over all but the first j exceeds T = Σ σ(s − z) over these by
 * k − j: two sums of positive terms, which keep their digits also where all σ are nearly 0 or 1. The logarithm of R / (T + k − j) falls in
 * s with a slope near −1, so that Newton's steps are few: from the middle of bounds on s, and kept within them, six settle
 * 10⁵ random rows to the last bit.
 */
export function logisticThreshold(z: Tensor, k: Tensor, open: Tensor, axis: number): Tensor {
  const isSolvable = and(gt(k, 0), gt(open, k))
  const n = where(isSolvable, k, 0.5) // any that has a solution
  const all = maximum(open, 1)
  const above = atRank(z, round(n), axis)
  const below = atRank(z, add(round(n), 1), axis)
  const rest = sub(n, round(n))
  const balance = balanceOf(z, { above, below, rest, count: round(n), all }, axis)
  // the entry after ⌊k⌋ with those above it would alone reach k; of those from ⌈k⌉ on, none may get more than that entry
  const [after, last] = [add(floor(n), 1), ceil(n)]
  const least = sub(atRank(z, after, axis), log(div(n, sub(after, n))))
  const most = sub(atRank(z, last, axis), log(div(sub(n, sub(last, 1)), sub(all, n))))
  let s = mul(0.5, add(least, most))
  for (let step = 0; step < steps; step++) s = minimum(maximum(add(s, balance(s)), least), most)
  return where(le(k, 0), Number.POSITIVE_INFINITY, where(isSolvable, s, Number.NEGATIVE_INFINITY))
}

const steps = 8

/** A row with the two entries between which k falls. */
interface Split {
  readonly above: Tensor
  readonly below: Tensor
  /** k − j. */
  readonly rest: Tensor
  /** j. */
  readonly count: Tensor
  readonly all: Tensor
}

/** Newton's step at s: ln(R / (T + k − j)) over minus its slope. */
function balanceOf(z: Tensor, { above, below, rest, count, all }: Split, axis: number): (s: Tensor) => Tensor {
  const rank = ranksOf(z, axis)
  const isChosen = ge(count, rank)
  const isOther = and(gt(rank, count), ge(all, rank))
  // σ(z − s) = e^(z − s)·σ(s − z): relative to the nearest entry no factor is too small
  const size = exp(where(isChosen, sub(above, z), sub(z, below)))
  const [ofChosen, ofOthers] = [where(isChosen, size, 0), where(isOther, size, 0)]
  const total = (x: Tensor) => sum(x, { axis, keepDims: true })
  const isWhole = eq(rest, 0)
  return (s) => {
    const away = logistic(where(isChosen, sub(z, s), sub(s, z)))
    const [chosen, others] = [mul(ofChosen, away), mul(ofOthers, away)]
    const [fromBelow, fromAbove] = [sub(below, s), sub(s, above)]
    // where k is an integer a common factor, else near 1 where it counts
    const scaleOthers = where(isWhole, 1, exp(fromBelow))
    const scaleChosen = where(isWhole, 1, exp(fromAbove))
    const r = add(mul(scaleOthers, total(others)), maximum(neg(rest), 0))
    const t = add(mul(scaleChosen, total(chosen)), maximum(rest, 0))
    const slope = add(
      div(mul(scaleOthers, total(mul(others, away))), r),
      div(mul(scaleChosen, total(mul(chosen, away))), t),
    )
    return div(add(where(isWhole, sub(fromBelow, fromAbove), 0), log(div(r, t))), slope)
  }
}
