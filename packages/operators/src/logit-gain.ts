import {
  add,
  argsort,
  div,
  eq,
  exp,
  gt,
  limitProduct,
  log1p,
  lt,
  max,
  maximum,
  minimum,
  mul,
  neg,
  or,
  sign,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "./catalogue-entry.ts"
import { positive, unitInterval } from "./domain.ts"
import { slopeFactor } from "./exponent.ts"
import { type Operator, operator } from "./operator.ts"

const domains = { values: unitInterval, p: positive }

/** The places of each row's two largest entries; of equal ones the first lead. A row of one has one. */
interface Leaders {
  readonly isFirst: Tensor
  readonly isLeader: Tensor
  readonly count: number
}

function leadersOf(values: Tensor, axis: number): Leaders {
  const order = argsort(argsort(values, { axis, descending: true }), { axis })
  return { isFirst: eq(order, 0), isLeader: gt(2, order), count: Math.min(2, values.shape.at(axis) as number) }
}

/** logit a − logit b, with the digits that the difference of two logits loses: ±log1p(|a − b| / (lesser · (1 − greater))). */
function logitDifference(a: Tensor, b: Tensor): Tensor {
  const [lesser, complement] = [minimum(a, b), sub(1, maximum(a, b))]
  const difference = sub(maximum(a, b), lesser)
  // odds beyond 2¹⁰⁰, as a subnormal has, overflow in float32: those are taken in units of 2¹⁰⁰, as ln x = log1p(x − 1)
  const isFar = lt(mul(lesser, complement), mul(difference, 2 ** -far))
  const odds = div(difference, mul(where(isFar, mul(lesser, 2 ** far), lesser), complement))
  const logarithm = add(log1p(where(isFar, sub(odds, 1), odds)), where(isFar, tensor(far * Math.LN2, odds.dtype), 0))
  return where(eq(a, b), 0, mul(sign(sub(a, b)), logarithm))
}

const far = 100

const isAtEnd = (values: Tensor) => or(eq(values, 0), eq(values, 1))

/** dv/dlogit = v(1 − v); 1 at 0 and 1, where it would be 0 and what is divided by it is settled otherwise. */
const perLogit = (values: Tensor) => where(isAtEnd(values), 1, mul(values, sub(1, values)))

/** How far each logit lies above the turning point, the mean of the two largest. */
function aboveTurn(values: Tensor, axis: number, { isFirst, isLeader, count }: Leaders): Tensor {
  const above = withGradient(
    (v: Tensor) => {
      const first = max(v, { axis, keepDims: true })
      const second = count === 1 ? first : max(where(isFirst, -1, v), { axis, keepDims: true })
      return mul(0.5, add(logitDifference(v, first), logitDifference(v, second)))
    },
    (dy, _y, [v]) => {
      const turning = where(isLeader, div(sum(dy, { axis, keepDims: true }), count), 0)
      return [where(isAtEnd(v), 0, div(sub(dy, turning), perLogit(v)))]
    },
  )
  return above(values)
}

/**
 * σ(logit a + c) for a and its complement b, without a logarithm of either: a / (a + b·e⁻ᶜ). The exponential in two halves, as
 * it can be too large where b times it is not.
 */
function shifted(a: Tensor, b: Tensor, c: Tensor): Tensor {
  const half = exp(mul(c, -0.5))
  return div(a, add(a, mul(mul(b, half), half)))
}

function rows(values: Tensor, p: Tensor, axis: number): Tensor {
  const leaders = leadersOf(values, axis)
  const { isLeader, count } = leaders
  /** (p − 1)(logit v − t): by how much the logits change. */
  const change = (v: Tensor, e: Tensor) => limitProduct(sub(e, 1), aboveTurn(v, axis, leaders))
  const gained = withGradient(
    (v: Tensor, e: Tensor) => where(isAtEnd(v), v, shifted(v, sub(1, v), change(v, e))),
    (dy, y, [v, e]) => {
      const complement = shifted(sub(1, v), v, neg(change(v, e)))
      const steepness = where(isAtEnd(v), 0, mul(y, complement)) // dy/dlogit y = y(1 − y)
      const above = aboveTurn(v, axis, leaders)
      // at 0 and 1 the limit of dy/dz · dz/dv: that of the identity on ties and at p = 1
      const isIdentity = or(eq(above, 0), eq(e, 1))
      const atEnds = where(isIdentity, 1, where(gt(e, 1), tensor(0, e.dtype), Number.POSITIVE_INFINITY))
      const own = mul(dy, where(isAtEnd(v), atEnds, steepness))
      // the turning point moves with the leaders, and moves all results the other way
      const gainBelow = where(eq(e, Number.POSITIVE_INFINITY), 0, sub(e, 1))
      const pulled = sum(mul(gainBelow, mul(dy, steepness)), { axis, keepDims: true })
      const pulledTies = sum(mul(gainBelow, where(eq(above, 0), dy, 0)), { axis, keepDims: true })
      const turning = where(isLeader, div(where(isAtEnd(v), pulledTies, pulled), count), 0)
      const dv = div(sub(mul(slopeFactor(e), own), turning), perLogit(v))
      return [dv, mul(dy, limitProduct(steepness, above))]
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
 * `∂yᵢ/∂vₖ = hᵢ·(p·[i = k] − (p − 1)/2·[k is one of the two])/(vₖ(1 − vₖ))`; at v = 0 and 1 its limit. Where t is infinite
 * (beside a 1, or alone above zeros) values in between go to 0 or 1 as soon as p leaves 1: there `∂/∂p` is infinite.
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
  kind: "choice",
  summary: "more gain on the log-odds about a point between the two largest: the identity at p = 1, smooth at ties",
  formula: "σ(p·logit v − (p − 1)·t), t the mean of the two largest logits",
  domains,
  identityAt: 1,
  limit: "1 above the turning point, 0 below, tied maxima unchanged",
  laws: {
    identityAtOne: holds,
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.75], p: 1 }, "0.5 becomes 5e−16 at p = 64, not 0"),
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: fails({ values: [0.2, 0.4], p: 1 }, "0.2 + 0.4 is not 1"),
    conservesSum: fails({ values: [0.2, 0.4], p: 2 }, "the results add up to 0.65, the values to 0.6"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0.2, 0.4], p: 2 }, "0.13 becomes 0.24 when 0.1 is added to both"),
    sharpensWithP: holds,
    finiteGradients: fails({ values: [1, 0.5], p: 1 }, "∂/∂p is −∞: any p above 1 takes 0.5 to 0"),
  },
  source: "Gradual; temperature scaling of log-odds (Platt 1999) about a turning point between the two best",
}
