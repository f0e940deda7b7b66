import { eq, sub, type Tensor, where } from "@gradual/core"

// The edges of p and of its derivatives, settled once per exponent rather than per element.

/** The exponent of a power's derivative, `e − 1`; 0 at e = 0, where the factor is 0 and 0·0⁻¹ must not arise. */
export function lowered(e: Tensor): Tensor {
  return where(eq(e, 0), 0, sub(e, 1))
}

/** The factor of a power's derivative, `e`; 0 at e = ∞, where derivatives are 0 by convention. */
export function slopeFactor(e: Tensor): Tensor {
  return where(eq(e, Number.POSITIVE_INFINITY), 0, e)
}
