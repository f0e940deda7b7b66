import {
  add,
  cumsum,
  div,
  gt,
  lt,
  maximum,
  mul,
  sqrt,
  square,
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
import { sortedSupport } from "./support.ts"

/**
 * What is taken from every half score so that the squares of the rest add up to 1. The largest is 0, so nothing from −1 down is
 * in the support: held there, masked scores are finite.
 */
function threshold(x: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const { isIn, size } = sortedSupport(x, axis, (sorted, k) => {
    // the k-th is in the support if the squares of all that the larger ones have above it add up to less than 1
    const [sums, squares] = [cumsum(sorted, { axis }), cumsum(square(sorted), { axis })]
    return lt(add(sub(squares, mul(2, mul(sorted, sums))), mul(k, square(sorted))), 1)
  })
  const mean = div(sum(where(isIn, x, 0), along), size)
  const spread = sum(where(isIn, square(sub(where(isIn, x, mean), mean)), 0), along)
  return sub(mean, sqrt(div(maximum(sub(1, spread), 0), size)))
}

/** The definition of {@link entmax15} of scores whose largest is 0. */
export function squaredProjection(x: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const roots = withGradient(
    (half: Tensor) => maximum(sub(half, threshold(half, axis)), 0),
    // τ moves by the mean of what moves the roots, weighted with them
    (dy, root) => {
      const through = where(gt(root, 0), dy, 0)
      const total = sum(root, along)
      const mean = div(sum(through, along), where(gt(total, 0), total, 1))
      return [sub(through, mul(root, mean))]
    },
  )
  return square(roots(mul(x, 0.5)))
}

const apply = operator("entmax15", scoreDomains, (values, p, axis) => squaredProjection(scores(values, p, axis), axis))

/**
 * Half way from softmax to sparsemax: low scores get exactly 0, and the gradient has no jumps.
 *
 * @remarks
 * `entmax15(v, p)ᵢ = max(p·vᵢ/2 − τ, 0)²`, with τ such that the results add up to 1: entmax with α = 1.5, exactly. p = ∞ is
 * uniform over the maxima, with zero gradients. Uniform at p = 0.
 *
 * Gradient: with r = √y and g = r·(dy − ⟨r, dy⟩ / Σ r): `∂/∂v = p·g`, `∂/∂p = ⟨g, v⟩`. It is continuous where an entry leaves
 * the support; there the second derivative counts the entry as outside.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: result 0, gradient 0; a row of masked entries is all 0.
 * NaN in a row makes the row NaN.
 * @param p - sharpness in [0, ∞], default 1; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` that sums to one; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast.
 * @see Peters, Niculae and Martins, Sparse Sequence-to-Sequence Models, 2019.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { entmax15 } from "@gradual/operators"
 * const y = await evaluate(js(), entmax15([-2, 0, 0.5]))
 * console.log(y.data) // 0, 0.326, 0.674
 * ```
 */
export function entmax15(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link entmax15}. */
export const entmax15Entry: CatalogueEntry = {
  name: "entmax15",
  kind: "choice",
  summary: "half way from softmax to sparsemax: low scores get exactly 0, without a jump in the gradient",
  formula: "max(p·v/2 − τ, 0)², τ so that the sum is 1",
  domains: scoreDomains,
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
  source: "Peters, Niculae and Martins 2019",
}
