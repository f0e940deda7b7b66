import {
  and,
  div,
  eq,
  exp,
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
import { lowered, limitProduct, slopeFactor } from "./exponent.ts"

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
 * At a maximum it is exp(e · log1p(−max)), once per row and with the digits that 1 − v loses; elsewhere one pow.
 */
export function branchPower(values: Tensor, e: Tensor, row: Row): Tensor {
  const power = withGradient(
    (v: Tensor, to: Tensor) => where(row.isMax, exp(limitProduct(to, log1p(neg(row.top)))), pow(v, to)),
    // d wᵉ = e·w^(e−1) dw + wᵉ·ln w de, with dw = −dv at a maximum
    (dy, _y, [v, to]) => {
      const slope = mul(slopeFactor(to), branchPower(v, lowered(to), row))
      return [mul(dy, where(row.isMax, neg(slope), slope)), mul(dy, branchPowerLog(v, to, row))]
    },
  )
  return power(values, e)
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
