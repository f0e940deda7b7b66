import {
  eq,
  expm1,
  le,
  limitProduct,
  log1p,
  mul,
  neg,
  pow,
  type Tensor,
  tensor,
  where,
  withGradient,
} from "@gradual/core"
import { branchPower, branchPowerLog, rowOf } from "./branch-power.ts"
import { type CatalogueEntry, fails, holds } from "./catalogue-entry.ts"
import { notNegative, unitInterval } from "./domain.ts"
import { scaled } from "./cotangent.ts"
import { lowered, slopeFactor } from "./exponent.ts"
import { type Operator, operator } from "./operator.ts"

const domains = { values: unitInterval, p: notNegative }

/**
 * Moves values in [0, 1] to a hard choice as `p` grows: the identity at p = 1, one-hot as p → ∞.
 *
 * @remarks
 * `gradual(v, p) = 1 − (1 − v)ᵖ where v = max v, else vᵖ`, with 0⁰ = 1; p = ∞ gives the limit.
 *
 * Gradient: that of the branch taken, element by element, with the choice of the maximum held fixed (tied maxima each keep
 * their own): `∂/∂v = p·w^(p−1)` and `∂/∂p = ∓wᵖ ln w` with w = 1 − v at a maximum (upper sign) and w = v elsewhere.
 *
 * @param values - scores in [0, 1], any shape; numbers outside are clamped and get no gradient. NaN stays NaN.
 * @param p - sharpness in [0, ∞]; any shape that broadcasts with `values`: a scalar, one per row `[n, 1]`, one per element,
 * or a sweep `[m, 1]` over one row.
 * @param options - `axis` of `values` along which entries compete; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast.
 * @see the question it answers, asked for PyTorch: from values to the one-hot of their maximum, gradually.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { gradual } from "@gradual/operators"
 * const y = await evaluate(js(), gradual([0.2, 0.4, 0.8], 2))
 * console.log(y.data) // 0.04, 0.16, 0.96
 * ```
 */
export const gradual: Operator = operator("gradual", domains, (values, p, axis) => {
  const row = rowOf(values, axis)
  const branches = withGradient(
    (v: Tensor, e: Tensor) => {
      const atMax = neg(expm1(limitProduct(e, log1p(neg(row.top)))))
      // vᵖ as v·v^(p−1): the gradient needs v^(p−1), and one pow serves both
      // 0⁰ = 1 and v⁰ = 1: at e = 0 every v counts as an end, otherwise only 0
      const atEnd = where(eq(e, 0), tensor(1, e.dtype), 0)
      const below = where(le(v, atEnd), atEnd, mul(v, pow(v, lowered(e))))
      return where(row.isMax, atMax, below)
    },
    (dy, _y, [v, e]) => {
      // dy and e first: where both are one number, as in a mean, that is no work per element
      const dv = mul(scaled(dy, slopeFactor(e)), branchPower(v, lowered(e), row))
      const powerLog = branchPowerLog(v, e, row)
      return [dv, mul(dy, where(row.isMax, neg(powerLog), powerLog))]
    },
  )
  return branches(values, p)
})

/** The catalogue's entry of {@link gradual}. */
export const gradualEntry: CatalogueEntry = {
  name: "gradual",
  kind: "choice",
  summary: "from the values themselves to the one-hot of their maximum; jumps where the maximum changes hands",
  formula: "1 − (1 − v)^p where v = max v, else v^p",
  domains,
  identityAt: 1,
  limit: "1 at the maxima (0 if they are 0), 0 elsewhere",
  laws: {
    identityAtOne: holds,
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.75], p: 1 }, "0.5^64 is not 0"),
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: fails({ values: [0.2, 0.4], p: 1 }, "0.2 + 0.4 is not 1"),
    conservesSum: fails({ values: [0.2, 0.4], p: 2 }, "0.04 and 0.64 add up to 0.68, the values to 0.6"),
    permutationEquivariant: holds,
    continuousAtTies: fails({ values: [0.5, 0.5], p: 2 }, "0.75 at a maximum, 0.25 just below it"),
    shiftInvariant: fails({ values: [0.2, 0.4], p: 2 }, "0.04 becomes 0.09 when 0.1 is added to both"),
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "the question that started Gradual: values in [0, 1] to their argmax, differentiably",
}
