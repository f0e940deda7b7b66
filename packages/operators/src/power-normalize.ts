import {
  div,
  eq,
  exp,
  limitProduct,
  logSumExp,
  max,
  mul,
  or,
  softmax,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "./catalogue-entry.ts"
import { notNegative, unitInterval } from "./domain.ts"
import { belowInfinity, isOnePerRow, lowered, settled, slopeFactor } from "./exponent.ts"
import { type Operator, operator } from "./operator.ts"
import { quotient, quotientLog, quotientPower } from "./quotient.ts"

const domains = { values: unitInterval, p: notNegative }

function rows(values: Tensor, p: Tensor, axis: number): Tensor {
  const top = stopGradient(max(values, { axis, keepDims: true }))
  return isOnePerRow(p, axis) ? sharesOfQuotients(values, p, top, axis) : sharesOfLogs(values, p, top, axis)
}

/** With one p for the row: relative to the maximum nothing underflows that matters. */
function sharesOfQuotients(values: Tensor, p: Tensor, top: Tensor, axis: number): Tensor {
  const allZero = eq(top, 0)
  const unit = where(allZero, 1, top)
  const relative = (v: Tensor) => quotient(where(allZero, 1, v), unit) // a row of zeros counts as a row of ones
  const normalized = withGradient(
    (v: Tensor, e: Tensor) => {
      const weights = quotientPower(relative(v), e)
      return div(weights, sum(weights, { axis, keepDims: true }))
    },
    (dy, y, [v, e]) => {
      const r = relative(v)
      const from = sub(dy, sum(mul(dy, y), { axis, keepDims: true }))
      // p·y/v as p·r^(p−1) / (unit · Σ rᵖ), which is right at v = 0
      const scale = mul(unit, sum(quotientPower(r, e), { axis, keepDims: true }))
      const slope = mul(slopeFactor(e), div(quotientPower(r, lowered(e)), scale))
      const isZero = eq(r.part, 0)
      const positive = { ...r, part: where(isZero, 1, r.part) }
      const dp = where(isZero, 0, mul(mul(y, from), quotientLog(positive))) // 0·ln 0 = 0
      return [where(allZero, 0, limitProduct(slope, from)), dp]
    },
  )
  return normalized(values, p)
}

/** With a p for each entry no factor can be taken out, and all powers may underflow: softmax of p·ln v. */
function sharesOfLogs(values: Tensor, p: Tensor, top: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const allZero = eq(top, 0)
  const one = tensor(1, values.dtype)
  const logs = (v: Tensor) => quotientLog(quotient(where(allZero, 1, v), one))
  const exponents = (v: Tensor, e: Tensor) => limitProduct(e, logs(v)) // 0⁰ = 1
  const normalized = withGradient(
    (v: Tensor, e: Tensor) => softmax(settled(exponents(v, e), v, axis), { axis }),
    (dy, y, [v, e]) => {
      const from = sub(dy, sum(mul(dy, y), along))
      // p·y/v as p·e^((p−1)·ln v − ln Σ vᵖ), which is right at v = 0
      const total = logSumExp(exponents(v, e), along)
      const slope = mul(slopeFactor(e), exp(sub(limitProduct(lowered(e), logs(v)), total)))
      const isLost = or(allZero, eq(total, Number.NEGATIVE_INFINITY))
      const dp = mul(mul(y, from), where(eq(v, 0), 0, logs(where(eq(v, 0), 1, v)))) // 0·ln 0 = 0
      return [where(isLost, 0, limitProduct(slope, from)), belowInfinity(dp, e)]
    },
  )
  return normalized(values, p)
}

/**
 * Shares of the powers: `vᵖ / Σ vᵖ`, which is softmax(p·ln v). Sums to one at every p, one-hot as p → ∞.
 *
 * @remarks
 * `powerNormalize(v, p)ᵢ = vᵢᵖ / Σⱼ vⱼᵖ`, with 0⁰ = 1; a row of zeros is uniform, with zero gradients; p = ∞ is uniform over
 * the maxima, with zero gradients.
 *
 * Gradient: `∂/∂v = p·y/v·(dy − ⟨dy, y⟩)` and `∂/∂p = ⟨y·(dy − ⟨dy, y⟩), ln v⟩`; for p < 1 infinite at v = 0.
 *
 * @param values - scores in [0, 1], any shape; numbers outside are clamped and get no gradient. NaN in a row makes the row NaN.
 * @param p - sharpness in [0, ∞]; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` that sums to one; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast.
 * @see Luce, Individual Choice Behavior, 1959 (the choice rule with a sensitivity exponent).
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { powerNormalize } from "@gradual/operators"
 * const y = await evaluate(js(), powerNormalize([0.25, 0.75], 2))
 * console.log(y.data) // 0.1, 0.9
 * ```
 */
export const powerNormalize: Operator = operator("powerNormalize", domains, rows)

/** The catalogue's entry of {@link powerNormalize}. */
export const powerNormalizeEntry: CatalogueEntry = {
  name: "powerNormalize",
  kind: "choice",
  summary: "shares of v^p: a distribution at every p, blind to a common factor; zeros stay zero",
  formula: "v^p / Σ v^p",
  domains,
  limit: "uniform over the maxima",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "1/3 and 2/3: the shares, not the values"),
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.75], p: 1 }, "(2/3)^64 is not 0"),
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: holds,
    conservesSum: fails({ values: [0.2, 0.4], p: 1 }, "the results add up to 1, the values to 0.6"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0.2, 0.4], p: 2 }, "0.2 becomes 0.26 when 0.1 is added to both"),
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Luce 1959; softmax of p·ln v",
}
