import { abs, and, eq, limitProduct, max, mul, sub, type Tensor, tensor, where } from "@gradual/core"

// The edges of p and of its derivatives, settled once per exponent rather than per element where one p serves a row.

/** Whether p is one number for a row along `axis`. */
export function isOnePerRow(p: Tensor, axis: number): boolean {
  return (p.shape.at(axis) ?? 1) === 1
}

/** The exponent of a power's derivative, `e − 1`; 0 at e = 0, where the factor is 0 and 0·0⁻¹ must not arise. */
export function lowered(e: Tensor): Tensor {
  return where(eq(e, 0), 0, sub(e, 1))
}

/** The factor of a power's derivative, `e`; 0 at e = ∞, where derivatives are 0 by convention. */
export function slopeFactor(e: Tensor): Tensor {
  return belowInfinity(e, e)
}

/** e·x, where ∞·0 is 0. */
export function products(e: Tensor, x: Tensor): Tensor {
  return where(eq(x, 0), 0, mul(e, x))
}

/** The cotangents of x and e in such a product: 0 where e is ∞. */
export function productSlopes(dy: Tensor, x: Tensor, e: Tensor): [Tensor, Tensor] {
  return [mul(dy, slopeFactor(e)), limitProduct(belowInfinity(dy, e), x)]
}

/** `x`, but 0 where `e` is ∞. */
export function belowInfinity(x: Tensor, e: Tensor): Tensor {
  return where(eq(e, Number.POSITIVE_INFINITY), 0, x)
}

/**
 * Exponents of a softmax of which p = ∞ may have made several the largest, or all the least: of those only the largest
 * `values` count, as they would for large p. (Where one p serves the row, exponents below the maximum's are enough for that.)
 */
export function settled(exponents: Tensor, values: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const top = max(exponents, along)
  const isTop = eq(exponents, top)
  const best = max(where(isTop, values, Number.NEGATIVE_INFINITY), along)
  const winners = where(and(isTop, eq(values, best)), tensor(0, exponents.dtype), Number.NEGATIVE_INFINITY)
  return where(eq(abs(top), Number.POSITIVE_INFINITY), winners, exponents)
}
