import { ceil, clip, eq, maximum, sort, stopGradient, sub, sum, type Tensor, where, withGradient } from "@gradual/core"
import { products, productSlopes } from "../exponent.ts"
import { ranksOf } from "../positions.ts"

/** Entries as what counts for a threshold, in two orders. */
export interface AboveCut {
  /** In the order of the values. */
  readonly entries: Tensor
  /** The largest first; no gradient. */
  readonly sorted: Tensor
}

/**
 * p·(v − c), held within ±`limit`, with c the entry of which the k largest end: in it or just above lies every threshold. What is
 * further away than `limit` must be in or out for sure, so no offset and no spread of the values costs digits. −∞ stays out at
 * every p.
 *
 * The gradient leaves c alone: what a threshold is taken from does not change when all entries are moved.
 */
export function aboveCut(values: Tensor, k: Tensor, p: Tensor, axis: number, limit: number): AboveCut {
  const ranked = stopGradient(sort(values, { axis, descending: true }))
  const last = atRank(ranked, maximum(ceil(k), 1), axis)
  const cut = where(eq(last, Number.NEGATIVE_INFINITY), 0, last) // nothing is left in the row: no −∞ − (−∞)
  const above = (v: Tensor) => sub(v, cut)
  const scale = (v: Tensor, e: Tensor) => {
    const height = above(v)
    const inside = clip(products(e, height), { min: -limit, max: limit })
    return where(eq(v, Number.NEGATIVE_INFINITY), -limit, inside)
  }
  const scaled = withGradient(scale, (dy, _y, [v, e]) => productSlopes(dy, above(v), e))
  return { entries: scaled(values, p), sorted: stopGradient(scale(ranked, p)) }
}

/** The entry of a rank, counted from 1, of sorted rows; 0 where there is none. */
export function atRank(sorted: Tensor, rank: Tensor, axis: number): Tensor {
  return sum(where(eq(ranksOf(sorted, axis), rank), sorted, 0), { axis, keepDims: true })
}
