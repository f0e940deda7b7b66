import { eq, max, minimum, stopGradient, sub, type Tensor, where, withGradient } from "@gradual/core"
import { isOnePerRow, products, productSlopes, settled } from "../exponent.ts"

const minusInfinity = Number.NEGATIVE_INFINITY

/**
 * `p·v` less its largest entry: what the entmax family makes a distribution of, blind to an offset. Masked entries (v = −∞) are −∞
 * at every p; p = ∞ leaves the maxima at 0 and the rest at −∞, with zero gradients.
 *
 * The maximum counts as a constant in derivatives: those of a function that no offset changes add up to 0.
 */
export function scores(values: Tensor, p: Tensor, axis: number): Tensor {
  if (isOnePerRow(p, axis)) {
    // v − max v is exact for near values, where rounding p·v first would lose digits
    const scaled = withGradient(
      (v: Tensor, e: Tensor) => masked(products(e, depth(v, axis)), v, axis),
      (dy, _y, [v, e]) => productSlopes(dy, depth(v, axis), e),
    )
    return scaled(values, p)
  }
  const exponents = withGradient(
    (v: Tensor, e: Tensor) => masked(settled(products(e, v), v, axis), v, axis),
    (dy, _y, [v, e]) => productSlopes(dy, v, e),
  )
  return shifted(exponents(values, p), axis)
}

/** `x − max x`, also of masked entries: what a function of scores that no offset changes may be asked of. */
export function shifted(values: Tensor, axis: number): Tensor {
  return masked(depth(values, axis), values, axis)
}

/** `x − max x`; 0 at the maximum, also where it is infinite. */
function depth(x: Tensor, axis: number): Tensor {
  const below = withGradient(
    (v: Tensor) => {
      const top = max(v, { axis, keepDims: true })
      return where(eq(v, top), 0, sub(v, top))
    },
    (dy) => [dy],
  )
  return below(x)
}

/** −∞ where values are; NaN there, too, where another value of the row is NaN. */
function masked(x: Tensor, values: Tensor, axis: number): Tensor {
  const top = stopGradient(max(values, { axis, keepDims: true }))
  return where(eq(values, minusInfinity), minimum(top, minusInfinity), x)
}
