import {
  abs,
  add,
  and,
  eq,
  mul,
  neg,
  or,
  sign,
  softmax,
  stopGradient,
  sub,
  sum,
  type Tensor,
  where,
  withGradient,
} from "@gradual/core"
import { belowInfinity, products, slopeFactor } from "../exponent.ts"
import { asColumn, asRow } from "./rows.ts"

/** How every entry of a row (a column each) lies to anchors (a row each). */
export interface Distances {
  /** Entry − anchor; 0 where they are far, or the same infinity. */
  readonly difference: Tensor
  /** Whether one alone is infinite, or the difference: such an entry has no part in what stands at the anchor. */
  readonly isFar: Tensor
}

export function distances(entries: Tensor, anchors: Tensor): Distances {
  const [entry, anchor] = [asRow(entries), asColumn(anchors)]
  const apart = sub(entry, anchor)
  const isFar = isInfinite(apart)
  const isSameInfinity = and(isInfinite(entry), eq(entry, anchor))
  return { difference: where(or(isFar, isSameInfinity), 0, apart), isFar }
}

export function isInfinite(x: Tensor): Tensor {
  return eq(abs(x), Number.POSITIVE_INFINITY)
}

/** The exponents of SoftSort: −p·|difference|, −∞ for what is far. `size` is |difference| with the derivative it is to have. */
export function similarities({ difference, isFar }: Distances, p: Tensor, size: Tensor = abs(difference)): Tensor {
  return where(isFar, Number.NEGATIVE_INFINITY, neg(scaled(size, p)))
}

/** p·x; 0 at x = 0, also for p = ∞, where derivatives are 0. */
export function scaled(x: Tensor, p: Tensor): Tensor {
  const product = withGradient(
    (d: Tensor, e: Tensor) => products(e, d),
    (dy, _y, [d, e]) => [mul(slopeFactor(e), dy), mul(d, belowInfinity(dy, e))],
  )
  return product(x, p)
}

/** |x| whose derivative at 0 is `atZero`. */
export function sizes(x: Tensor, atZero: Tensor): Tensor {
  const size = withGradient(
    (d: Tensor) => abs(d),
    (dy, _y, [d]) => [mul(dy, where(eq(d, 0), atZero, sign(d)))],
  )
  return size(x)
}

/**
 * The mean of the entries in shares of exponents, as a shift from the anchor: no digits are lost to a common offset, and it is the
 * anchor where nothing else has a share. An infinite anchor stands for itself.
 */
export function meansAt(anchors: Tensor, exponents: Tensor, difference: Tensor): Tensor {
  const mean = add(anchors, sum(mul(softmax(exponents), difference), { axis: -1 }))
  return where(isInfinite(anchors), stopGradient(anchors), mean)
}
