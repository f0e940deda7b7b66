import {
  add,
  and,
  argsort,
  div,
  eq,
  gt,
  log,
  log1p,
  logistic,
  lt,
  mul,
  neg,
  or,
  sub,
  sum,
  type Tensor,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "./catalogue-entry.ts"
import { positive, unitInterval } from "./domain.ts"
import { limitProduct, slopeFactor } from "./exponent.ts"
import { type Operator, operator } from "./operator.ts"

const domains = { values: unitInterval, p: positive }

/** The two largest of each row; of equal ones the first. A row of one has one. */
function leaders(values: Tensor, axis: number): { isLeader: Tensor; count: number } {
  const rank = argsort(argsort(values, { axis, descending: true }), { axis })
  return { isLeader: lt(rank, 2), count: Math.min(2, values.shape.at(axis) as number) }
}

function rows(values: Tensor, p: Tensor, axis: number): Tensor {
  const { isLeader, count } = leaders(values, axis)
  /** The logits, how far each is above the turning point t, and the gained logit l + (p − 1)(l − t). */
  const gain = (v: Tensor, e: Tensor) => {
    const [isZero, isOne] = [eq(v, 0), eq(v, 1)]
    const atEnd = or(isZero, isOne)
    const inner = where(atEnd, 0.5, v)
    const logit = where(
      isZero,
      Number.NEGATIVE_INFINITY,
      where(isOne, Number.POSITIVE_INFINITY, sub(log(inner), log1p(neg(inner)))),
    )
    const turn = div(sum(where(isLeader, logit, 0), { axis, keepDims: true }), count)
    const isTied = eq(logit, turn)
    const above = where(and(atEnd, isTied), 0, sub(logit, turn))
    return { isZero, isOne, atEnd, inner, isTied, above, gained: add(logit, limitProduct(sub(e, 1), above)) }
  }
  const gained = withGradient(
    (v: Tensor, e: Tensor) => {
      const { isZero, isOne, gained: z } = gain(v, e)
      return where(isZero, 0, where(isOne, 1, logistic(z)))
    },
    (dy, _y, [v, e]) => {
      const { atEnd, inner, isTied, above, gained: z } = gain(v, e)
      const steepness = where(atEnd, 0, mul(logistic(z), logistic(neg(z)))) // dy/dz
      const perValue = mul(inner, sub(1, inner)) // dv/dlogit
      // dy/dz · dlogit/dv; at 0 and 1 its limit: that of the identity on ties and at p = 1
      const atEnds = where(or(isTied, eq(e, 1)), 1, where(gt(e, 1), 0, Number.POSITIVE_INFINITY))
      const own = where(atEnd, atEnds, div(steepness, perValue))
      // the turning point moves with the leaders, and moves all results the other way
      const pulled = sum(mul(dy, steepness), { axis, keepDims: true })
      const pulledTied = sum(where(isTied, dy, 0), { axis, keepDims: true })
      const turning = where(isLeader, div(where(atEnd, pulledTied, div(pulled, perValue)), count), 0)
      const dv = sub(
        mul(slopeFactor(e), mul(dy, own)),
        mul(sub(slopeFactor(e), where(eq(e, Number.POSITIVE_INFINITY), 0, 1)), turning),
      )
      return [dv, mul(dy, where(eq(steepness, 0), 0, mul(steepness, above)))]
    },
  )
  return gained(values, p)
}

/**
 * Raises the gain of the values' logits about a turning point between the two largest: the identity at p = 1, one-hot as
 * p → ∞, and smooth where `gradual` jumps.
 *
 * @remarks
 * `logitGain(v, p) = σ(p·logit v − (p − 1)·t)` with t the mean of the two largest logits (of equal ones the first; a single
 * entry is its own t and stays as it is). 0 stays 0 and 1 stays 1. p = ∞ gives the limit, with zero gradients.
 *
 * Gradient: that of the formula, through t too: with h = y(1 − y), `∂/∂p = h·(logit v − t)` and
 * `∂yᵢ/∂vₖ = hᵢ·(p·[i = k] − (p − 1)/2·[k is one of the two])/(vₖ(1 − vₖ))`; at v = 0 and 1 its limit.
 *
 * @param values - scores in [0, 1], any shape; numbers outside are clamped and get no gradient. NaN stays NaN.
 * @param p - gain in (0, ∞], meant from 1 up; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` along which entries compete; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside (0, ∞], `SHAPE` when shapes do not broadcast.
 * @see temperature scaling of log-odds about a threshold (Platt 1999), with the threshold between the two best.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { logitGain } from "@gradual/operators"
 * const y = await evaluate(js(), logitGain([0.5, 0.5], 7))
 * console.log(y.data) // 0.5, 0.5: a tie stays as it is
 * ```
 */
export const logitGain: Operator = operator("logitGain", domains, rows)

/** The catalogue's entry of {@link logitGain}. */
export const logitGainEntry: CatalogueEntry = {
  name: "logitGain",
  summary: "more gain on the log-odds about a point between the two largest: the identity at p = 1, smooth at ties",
  formula: "σ(p·logit v − (p − 1)·t), t the mean of the two largest logits",
  domains,
  identityAt: 1,
  limit: "1 above the turning point, 0 below, tied maxima unchanged",
  laws: {
    identityAtOne: holds,
    hardLimit: holds,
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: fails({ values: [0.2, 0.4], p: 1 }, "0.2 + 0.4 is not 1"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0.2, 0.4], p: 2 }, "0.13 becomes 0.24 when 0.1 is added to both"),
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Gradual; temperature scaling of log-odds (Platt 1999) about a turning point between the two best",
}
