import {
  add,
  broadcastShapes,
  broadcastTo,
  clip,
  div,
  eq,
  exp,
  fail,
  gt,
  log,
  max,
  maximum,
  mul,
  neg,
  pow,
  show,
  stopGradient,
  sub,
  sum,
  type Tensor,
  type TensorLike,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds, type Parameter } from "../catalogue-entry.ts"
import { type Domain, notNegative, reals } from "../domain.ts"
import { isOnePerRow } from "../exponent.ts"
import { type OperatorOptions, parametric } from "../operator.ts"
import { lowest } from "./anchored.ts"
import { scores } from "./scores.ts"

const domains = { values: reals, p: notNegative }
const alphas: Domain = Object.freeze({ min: 1, max: 1000, excludes: "min" })
const parameters: Readonly<Record<"alpha", Parameter>> = { alpha: { domain: alphas, example: 2 } }
/** What a tensor's α is held above. */
const leastAlpha = 1 + 2 ** -10

/** Steps of Newton's iteration. 10 are the most that random rows of up to 2000 entries took to the last bit, at any α. */
const steps = 12

/** How far the threshold lies below the largest score, 0: w with ‖(w + x)₊‖_r = 1, r = α/(α − 1). */
function level(x: Tensor, excess: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const solved = withGradient(
    // a norm is convex in w: Newton's iteration from above falls to the solution without overshooting
    (z: Tensor, b: Tensor) => {
      const slope = div(1, b) // r − 1
      let w = add(max(mul(z, 0), along), 1)
      for (let step = 0; step < steps; step++) {
        const part = div(maximum(add(z, w), 0), w)
        const powers = pow(part, slope)
        const total = sum(mul(powers, part), along)
        const root = pow(total, div(1, add(1, slope)))
        w = sub(w, div(mul(sub(mul(w, root), 1), total), mul(root, sum(powers, along))))
      }
      return w
    },
    (dy, w, [z, b]) => {
      const above = maximum(add(z, w), 0)
      const weights = pow(above, div(1, b))
      const total = sum(weights, along)
      const logs = log(where(gt(above, 0), above, 1))
      const db = div(sum(mul(mul(weights, above), logs), along), mul(mul(b, add(b, 1)), total))
      return [neg(mul(dy, div(weights, total))), mul(dy, db)]
    },
  )
  return solved(x, excess)
}

function rows(x: Tensor, alpha: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  if (!isOnePerRow(alpha, axis))
    throw fail(
      "SHAPE",
      "normmax",
      "alpha must be one number for a row",
      `alpha of shape ${show(alpha.shape)}, axis ${axis}`,
    )
  const row = broadcastTo(x, { shape: broadcastShapes("normmax", [x.shape, alpha.shape]) })
  const held = maximum(row, lowest)
  const z = sub(held, stopGradient(max(held, along))) // 0 in a row of masked entries
  const excess = sub(clip(alpha, { min: leastAlpha, max: alphas.max }), 1)
  const above = add(z, level(z, excess, axis))
  const isIn = gt(above, 0)
  const weights = where(isIn, exp(div(log(where(isIn, above, 1)), excess)), maximum(above, 0)) // NaN stays
  return where(eq(row, Number.NEGATIVE_INFINITY), 0, div(weights, sum(weights, along)))
}

const apply = parametric("normmax", domains, parameters, (values, [alpha], p, axis) =>
  rows(scores(values, p, axis), alpha as Tensor, axis),
)

/**
 * The distribution that trades `⟨y, p·v⟩` against the α-norm of y: sparse like entmax, and as α grows uniform over its support.
 *
 * @remarks
 * `normmax(v, α, p) = u / Σ u` with `uᵢ = max(p·vᵢ − τ, 0)^(1/(α − 1))` and τ such that `Σ u^α = 1`; it maximizes
 * `⟨y, p·v⟩ − ‖y‖_α` over distributions y. p = ∞ is uniform over the maxima, with zero gradients. Uniform at p = 0.
 *
 * Gradient: that of the formula, with `∂τ/∂vᵢ = p·uᵢ / Σ u`; also by α and p. For α > 2 it has no bound where an entry leaves the
 * support; an entry exactly at the threshold counts as outside.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: result 0, gradient 0; a row of masked entries is all 0.
 * NaN in a row makes the row NaN.
 * @param alpha - in (1, 1000], default 2; one number for a row along the axis. Below 1 + 2⁻¹⁰ it counts as that, and gets no gradient.
 * @param p - sharpness in [0, ∞], default 1; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` that sums to one; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number alpha outside (1, 1000] or p outside [0, ∞], `SHAPE` when shapes do not broadcast or
 * alpha has several numbers along the axis.
 * @see Blondel, Martins and Niculae, Learning with Fenchel-Young Losses, 2020.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { normmax } from "@gradual/operators"
 * const y = await evaluate(js(), normmax([-2, 0, 0.5]))
 * console.log(y.data) // 0, 0.311, 0.689
 * ```
 */
export function normmax(
  values: TensorLike,
  alpha: TensorLike = 2,
  p: TensorLike = 1,
  options?: OperatorOptions,
): Tensor {
  return apply(values, [alpha], p, options)
}

/** The catalogue's entry of {@link normmax}. */
export const normmaxEntry: CatalogueEntry = {
  name: "normmax",
  kind: "choice",
  summary: "sparse like entmax, but for large α uniform over its support: a choice of a few alike",
  formula: "u / Σ u, u = max(p·v − τ, 0)^(1/(α − 1)), τ so that Σ u^α = 1",
  domains,
  parameters,
  defaultP: 1,
  limit: "uniform over the maxima",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "0.43 and 0.57, not 0.2 and 0.4"),
    hardLimit: holds,
    exactAtFiniteP: holds,
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: holds,
    conservesSum: fails({ values: [0.2, 0.4], p: 1 }, "the results add up to 1, the values to 0.6"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: holds,
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Blondel, Martins and Niculae 2020",
}
