import {
  div,
  exp,
  limitProduct,
  max,
  mul,
  softmax,
  stopGradient,
  sub,
  sum,
  type Tensor,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "./catalogue-entry.ts"
import { isOnePerRow, products, productSlopes, settled, slopeFactor } from "./exponent.ts"
import { type Operator, operator, scoreDomains } from "./operator.ts"

/** The definition of {@link scaledSoftmax} on float64 rows. */
export function scaledSoftmaxRows(values: Tensor, p: Tensor, axis: number): Tensor {
  return isOnePerRow(p, axis) ? softmaxOfDepths(values, p, axis) : softmaxOfProducts(values, p, axis)
}

/**
 * With one p for the row the exponents are p·(v − max v): v − max v is exact for near values, so the error is that of one
 * product, where rounding p·v first would lose as many digits as p·max v has. None is above 0: no maximum is to be
 * subtracted again.
 */
function softmaxOfDepths(values: Tensor, p: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const depth = (v: Tensor) => sub(v, stopGradient(max(v, along)))
  const shares = withGradient(
    (v: Tensor, e: Tensor) => {
      const weights = exp(products(e, depth(v)))
      return div(weights, sum(weights, along))
    },
    (dy, y, [v, e]) => {
      const slope = mul(y, sub(dy, sum(mul(dy, y), along)))
      return [mul(slope, slopeFactor(e)), limitProduct(slope, depth(v))]
    },
  )
  return shares(values, p)
}

/** With a p for each entry: the exponents are the products. */
function softmaxOfProducts(values: Tensor, p: Tensor, axis: number): Tensor {
  const exponents = withGradient(
    (v: Tensor, e: Tensor) => settled(products(e, v), v, axis),
    (dy, _y, [v, e]) => productSlopes(dy, v, e),
  )
  return softmax(exponents(values, p), { axis })
}

/**
 * The usual relaxation of argmax: `softmax(p·v)`. Uniform at p = 0, one-hot as p → ∞, never the identity.
 *
 * @remarks
 * `scaledSoftmax(v, p)ᵢ = e^(p·vᵢ) / Σⱼ e^(p·vⱼ)`; p = ∞ is uniform over the maxima, with zero gradients.
 *
 * Gradient: with y the result and g = y·(dy − ⟨dy, y⟩): `∂/∂v = p·g`, `∂/∂p = ⟨g, v⟩`.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out (for p > 0). NaN in a row makes the row NaN.
 * @param p - inverse temperature in [0, ∞]; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` that sums to one; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast.
 * @see Bridle, Training stochastic model recognition algorithms as networks, 1990.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { scaledSoftmax } from "@gradual/operators"
 * const y = await evaluate(js(), scaledSoftmax([0, 1], 0))
 * console.log(y.data) // 0.5, 0.5
 * ```
 */
export const scaledSoftmax: Operator = operator("scaledSoftmax", scoreDomains, scaledSoftmaxRows)

/** The catalogue's entry of {@link scaledSoftmax}. */
export const scaledSoftmaxEntry: CatalogueEntry = {
  name: "scaledSoftmax",
  kind: "choice",
  summary: "the usual answer: a distribution that concentrates on the maximum; uniform at p = 0, never the identity",
  formula: "e^(p·v) / Σ e^(p·v)",
  domains: scoreDomains,
  limit: "uniform over the maxima",
  laws: {
    identityAtOne: fails({ values: [0, 1], p: 1 }, "0.27 and 0.73, not 0 and 1"),
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.75], p: 1 }, "e^−16 at p = 64 is not 0"),
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
  source: "Bridle 1990; Boltzmann's distribution at temperature 1/p",
}
