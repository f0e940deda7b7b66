import {
  cumsum,
  div,
  gt,
  lt,
  maximum,
  mul,
  sub,
  sum,
  type Tensor,
  type TensorLike,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { scores } from "./scores.ts"
import { sizeOf, sortedSupport } from "./support.ts"

/** What is taken from every score so that the rest adds up to 1. */
function threshold(x: Tensor, axis: number): Tensor {
  // the k-th is in the support if all that the larger ones have above it is less than 1
  const { isIn, size } = sortedSupport(x, axis, (sorted, k) => lt(sub(cumsum(sorted, { axis }), mul(k, sorted)), 1))
  return div(sub(sum(where(isIn, x, 0), { axis, keepDims: true }), 1), size)
}

/** The definition of {@link sparsemax} of scores whose largest is 0. */
export function projection(x: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const projected = withGradient(
    (z: Tensor) => maximum(sub(z, threshold(z, axis)), 0),
    (dy, y) => {
      const isIn = gt(y, 0)
      return [where(isIn, sub(dy, div(sum(where(isIn, dy, 0), along), sizeOf(isIn, dy, axis))), 0)]
    },
  )
  return projected(x)
}

const apply = operator("sparsemax", scoreDomains, (values, p, axis) => projection(scores(values, p, axis), axis))

/**
 * The distribution nearest to `p·v`: its Euclidean projection on the simplex. Low scores get exactly 0, and from some finite
 * p on the result is one-hot.
 *
 * @remarks
 * `sparsemax(v, p)ᵢ = max(p·vᵢ − τ, 0)`, with τ such that the results add up to 1; p = ∞ is uniform over the maxima, with zero
 * gradients. Uniform at p = 0.
 *
 * Gradient: with g = dy less its mean over the support (where the result is above 0), and 0 outside: `∂/∂v = p·g`,
 * `∂/∂p = ⟨g, v⟩`. An entry exactly at the threshold counts as outside: of the two one-sided derivatives that is the one
 * towards lower scores, an element of Clarke's generalized gradient.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: result 0, gradient 0; a row of masked entries is all 0.
 * NaN in a row makes the row NaN.
 * @param p - sharpness in [0, ∞], default 1; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` that sums to one; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast.
 * @see Martins and Astudillo, From Softmax to Sparsemax, 2016.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { sparsemax } from "@gradual/operators"
 * const y = await evaluate(js(), sparsemax([0, 0.5, 1]))
 * console.log(y.data) // 0, 0.25, 0.75
 * ```
 */
export function sparsemax(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link sparsemax}. */
export const sparsemaxEntry: CatalogueEntry = {
  name: "sparsemax",
  kind: "choice",
  summary: "the distribution nearest to p·v: low scores get exactly 0, and a finite p makes it one-hot",
  formula: "max(p·v − τ, 0), τ so that the sum is 1",
  domains: scoreDomains,
  defaultP: 1,
  limit: "uniform over the maxima",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "0.4 and 0.6: moved to add up to 1"),
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
  source: "Martins and Astudillo 2016",
}
