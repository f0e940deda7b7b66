import {
  and,
  div,
  eq,
  exp,
  limitProduct,
  log,
  log1p,
  max,
  mul,
  neg,
  not,
  or,
  pow,
  stopGradient,
  sub,
  type Tensor,
  where,
  withGradient,
} from "@gradual/core"
import { lowered, slopeFactor } from "./exponent.ts"

/** Which entries of a row are its maximum, and that maximum (length 1 along the axis). Constant to differentiation. */
export interface Row {
  readonly isMax: Tensor
  readonly top: Tensor
}

/** The maxima of `values` along `axis`. */
export function rowOf(values: Tensor, axis: number): Row {
  const fixed = stopGradient(values)
  const top = max(fixed, { axis, keepDims: true })
  return { isMax: eq(fixed, top), top }
}

/**
 * `wᵉ` with w = 1 − v at a maximum and w = v elsewhere: the two branches of `gradual` and of all its derivatives.
 *
 * At a maximum it is computed once per row, elsewhere with one pow per element.
 */
export function branchPower(values: Tensor, e: Tensor, row: Row): Tensor {
  const power = withGradient(
    (v: Tensor, to: Tensor) => where(row.isMax, complementPower(row.top, to), pow(v, to)),
    // d wᵉ = e·w^(e−1) dw + wᵉ·ln w de, with dw = −dv at a maximum
    (dy, _y, [v, to]) => {
      const slope = mul(slopeFactor(to), branchPower(v, lowered(to), row))
      return [mul(dy, where(row.isMax, neg(slope), slope)), mul(dy, branchPowerLog(v, to, row))]
    },
  )
  return power(values, e)
}

/**
 * `(1 − m)ᵉ` with the digits that 1 − m loses: what the subtraction rounds away, δ = (1 − w) − m with w = fl(1 − m), comes
 * back as the factor (1 + δ/w)ᵉ = exp(e·δ/w), which is all but exact as δ/w is below a rounding.
 */
function complementPower(m: Tensor, e: Tensor): Tensor {
  const w = sub(1, m)
  const lost = div(sub(sub(1, w), m), where(eq(w, 0), 1, w))
  return limitProduct(pow(w, e), exp(limitProduct(e, lost)))
}

/** `wᵉ · ln w`, with 0 · ln 0 = 0. */
export function branchPowerLog(values: Tensor, e: Tensor, row: Row): Tensor {
  const isZero = or(eq(values, 1), and(not(row.isMax), eq(values, 0))) // w = 0; a 1 is always a maximum
  const logarithm = withGradient(
    (v: Tensor) => where(row.isMax, log1p(neg(where(eq(row.top, 1), 0.5, row.top))), log(v)),
    (dy, _y, [v]) => [div(dy, where(row.isMax, sub(v, 1), v))],
  )
  return where(isZero, 0, mul(branchPower(values, e, row), logarithm(where(isZero, 0.5, values))))
}
