import {
  broadcastShapes,
  broadcastTo,
  clip,
  div,
  eq,
  exp,
  fail,
  gt,
  iota,
  log,
  maximum,
  mul,
  neg,
  show,
  stopGradient,
  sub,
  sum,
  takeAlongAxis,
  type Tensor,
  type TensorLike,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds, type Parameter } from "../catalogue-entry.ts"
import type { Domain } from "../domain.ts"
import { type OperatorOptions, parametric, scoreDomains } from "../operator.ts"
import { distribution, lowest, supportOf } from "./anchored.ts"
import { alphaSlope } from "./alpha-slope.ts"
import { scores } from "./scores.ts"
import { isOnePerRow } from "../exponent.ts"

/** The orders that entmax knows. */
export const alphas: Domain = /* @__PURE__ */ Object.freeze({ min: 1, max: 50 })
const parameters: Readonly<Record<"alpha", Parameter>> = { alpha: { domain: alphas, example: 1.75 } }

/** The definition of {@link entmax} of scores whose largest is 0. */
export function entmaxOfScores(x: Tensor, alpha: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  if (!isOnePerRow(alpha, axis))
    throw fail(
      "SHAPE",
      "entmax",
      "alpha must be one number for a row",
      `alpha of shape ${show(alpha.shape)}, axis ${axis}`,
    )
  const row = broadcastTo(x, { shape: broadcastShapes("entmax", [x.shape, alpha.shape]) })
  const held = maximum(row, lowest)
  const excess = sub(clip(alpha, alphas), 1)
  const support = supportOf(stopGradient(held), stopGradient(excess), axis)
  const isAnchor = eq(iota({ shape: row.shape, axis }), support.anchor)
  const chosen = withGradient(
    (z: Tensor, b: Tensor) => distribution(z, b, support, axis),
    (dy, y, [, b]) => {
      const anchored = (t: Tensor) => takeAlongAxis(t, support.anchor, { axis })
      const isIn = gt(y, 0)
      const logs = log(where(isIn, y, 1))
      // weights p^(1−b), relative to the anchor's, which is the largest
      const weights = where(isIn, exp(mul(sub(1, b), sub(logs, log(anchored(y))))), 0)
      // dy less its weighted mean, from the anchor's on, which may have all the weight
      const fromAnchor = where(isIn, sub(dy, anchored(dy)), 0)
      const mean = div(sum(mul(weights, fromAnchor), along), sum(weights, along))
      const centred = where(isIn, sub(fromAnchor, mean), 0)
      // the anchor's own derivative is a product of what may be infinite with what may be 0: but all add up to 0
      const others = where(isAnchor, 0, mul(exp(mul(sub(1, b), where(isAnchor, 0, logs))), centred))
      const dz = where(isAnchor, neg(sum(others, along)), others)
      return [dz, mul(alphaSlope(y, logs, b), centred)]
    },
  )
  return where(eq(row, Number.NEGATIVE_INFINITY), 0, chosen(held, excess))
}

const apply = parametric("entmax", scoreDomains, parameters, (values, [alpha], p, axis) =>
  entmaxOfScores(scores(values, p, axis), alpha as Tensor, axis),
)

/**
 * The whole way from softmax (α = 1) by entmax15 (1.5) and sparsemax (2) to ever smaller supports: the distribution that Tsallis'
 * entropy of order α makes of `p·v`. α may be learned.
 *
 * @remarks
 * `entmax(v, α, p)ᵢ = max((α − 1)·p·vᵢ − τ, 0)^(1/(α − 1))`, with τ such that the results add up to 1; softmax(p·v) at α = 1. p = ∞ is
 * uniform over the maxima, with zero gradients. Uniform at p = 0.
 *
 * Gradient: with y the result, weights w = y^(2−α) on the support, and g = w·(dy − ⟨w, dy⟩ / Σ w): `∂/∂v = p·g` and `∂/∂p = ⟨g, v⟩`;
 * `∂/∂α = ⟨s, dy − ⟨w, dy⟩ / Σ w⟩` with `s = (y − w)/(α − 1)² − y·ln y/(α − 1)`, `−y·ln² y/2` at α = 1. An entry exactly at the threshold
 * counts as outside of the support; for α ≥ 2 that is one of two one-sided derivatives, an element of Clarke's generalized gradient.
 *
 * Each row costs a sort, and of order log₂ n + 12 passes with exponentials: {@link sparsemax} and {@link entmax15} cost less.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: result 0, gradient 0; a row of masked entries is all 0.
 * NaN in a row makes the row NaN.
 * @param alpha - in [1, 50], default 1.5; one number for a row along the axis. A tensor's numbers outside are clamped and get no gradient.
 * @param p - sharpness in [0, ∞], default 1; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` that sums to one; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number alpha outside [1, 50] or p outside [0, ∞], `SHAPE` when shapes do not broadcast or
 * alpha has several numbers along the axis.
 * @see Peters, Niculae and Martins, Sparse Sequence-to-Sequence Models, 2019; Correia, Niculae and Martins, Adaptively Sparse
 * Transformers, 2019 (the derivative by α).
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { entmax } from "@gradual/operators"
 * const y = await evaluate(js(), entmax([[-1, 0, 0.5]], [[1], [1.33], [2]]))
 * console.log(y.data) // 0.122, 0.331, 0.547, 0.046, 0.328, 0.626, 0, 0.25, 0.75
 * ```
 */
export function entmax(
  values: TensorLike,
  alpha: TensorLike = 1.5,
  p: TensorLike = 1,
  options?: OperatorOptions,
): Tensor {
  return apply(values, [alpha], p, options)
}

/** The catalogue's entry of {@link entmax}. */
export const entmaxEntry: CatalogueEntry = {
  name: "entmax",
  kind: "choice",
  summary: "from softmax at α = 1 over sparsemax at 2 to ever smaller supports; α may be learned, also through 1",
  formula: "max((α − 1)·p·v − τ, 0)^(1/(α − 1)), τ so that the sum is 1",
  domains: scoreDomains,
  parameters,
  defaultP: 1,
  limit: "uniform over the maxima",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "0.42 and 0.58, not 0.2 and 0.4"),
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
  source: "Peters, Niculae and Martins 2019; Correia, Niculae and Martins 2019",
}
