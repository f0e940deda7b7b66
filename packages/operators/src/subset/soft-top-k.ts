import {
  and,
  clip,
  concat,
  cumsum,
  div,
  ge,
  gt,
  le,
  lt,
  argsort,
  maximum,
  min,
  mul,
  sub,
  sum,
  takeAlongAxis,
  type Tensor,
  tensor,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { aboveCut } from "./above-cut.ts"
import { count, type Subset, subset } from "./subset.ts"
import { scoreDomains } from "../operator.ts"

/** The definition of {@link softTopK} on float64 rows. */
export function softTopKRows(values: Tensor, k: Tensor, p: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const project = withGradient(
    (z: Tensor, n: Tensor) => unit(sub(z, threshold(z, n, axis))),
    (dy, y, [_z, _n]) => {
      const isFree = and(gt(y, 0), lt(y, 1))
      const free = sum(where(isFree, tensor(1, y.dtype), 0), along)
      const mean = div(sum(where(isFree, dy, 0), along), maximum(free, 1))
      return [where(isFree, sub(dy, mean), 0), mean]
    },
  )
  return project(aboveCut(values, k, p, axis, 1).entries, k)
}

const unit = (x: Tensor) => clip(x, { min: 0, max: 1 })

/**
 * τ with Σ clip(z − τ, 0, 1) = k, for z in [−1, 1] and τ in [−1, 0]. As τ falls the sum grows with a slope that changes by +1 at
 * each z and by −1 at each z − 1: running sums over these breakpoints, sorted, find the last at which it is not above k. From
 * there it is a straight line.
 */
function threshold(z: Tensor, k: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const breaks = concat([z, sub(z, 1)], { axis })
  const order = argsort(breaks, { axis, descending: true })
  const sorted = takeAlongAxis(breaks, order, { axis })
  const change = where(lt(order, z.shape.at(axis) as number), tensor(1, z.dtype), -1)
  const sums = sub(cumsum(mul(change, sorted), { axis }), mul(cumsum(change, { axis }), sorted))
  const start = min(where(le(sums, k), sorted, Number.POSITIVE_INFINITY), along)
  const isRising = and(ge(z, start), lt(sub(z, 1), start))
  const slope = sum(where(isRising, tensor(1, z.dtype), 0), along)
  const missing = sub(k, sum(unit(sub(z, start)), along))
  return sub(start, div(missing, maximum(slope, 1)))
}

/**
 * The k largest, softly: the point nearest to `p·v` of which every entry lies in [0, 1] and all add up to k. A k-hot mask with
 * soft edges: entries far above the threshold are exactly 1, those far below exactly 0.
 *
 * @remarks
 * `softTopK(v, k, p)ᵢ = clip(p·vᵢ − τ, 0, 1)` with τ such that the entries add up to k: the Euclidean projection of p·v on the
 * capped simplex. k = 1 without a cap would be sparsemax; it is the hard result as soon as the k-th value lies 1/p above the next.
 * Equal values get equal shares. p = ∞ is the limit, with zero gradients in v and p. k need not be an integer.
 *
 * Gradient: with A the entries strictly between 0 and 1 and g = dy − mean of dy over A on A, 0 elsewhere: `∂/∂v = p·g`,
 * `∂/∂p = ⟨g, v⟩`, `∂/∂k` = the mean of dy over A (0 where A is empty).
 *
 * @param values - any real scores, any shape; −∞ masks an entry out. NaN in a row makes the row NaN.
 * @param k - how many in [0, n]; any shape that broadcasts with `values` and has length 1 along the axis. In a tensor, numbers
 * beyond are clamped; so are those above the number of entries that are not masked.
 * @param p - sharpness in [0, ∞]; any shape that broadcasts with `values`. Default 1.
 * @param options - `axis` of `values` that adds up to k; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞] or k outside [0, n], `SHAPE` when shapes do not broadcast or k
 * is not one number per row.
 * @see Wang and Lu, Projection onto the capped simplex, 2015; Malaviya, Ferreira and Martins, Sparse and constrained attention
 * for neural machine translation, 2018 (`budget_bisect` of the entmax package).
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softTopK } from "@gradual/operators"
 * const y = await evaluate(js(), softTopK([0, 0.25, 0.5, 0.75, 1], 2))
 * console.log(y.data) // 0, 0.125, 0.375, 0.625, 0.875
 * ```
 */
export const softTopK: Subset = subset("softTopK", softTopKRows)

/** The catalogue's entry of {@link softTopK}. */
export const softTopKEntry: CatalogueEntry = {
  name: "softTopK",
  kind: "subset",
  summary: "a mask of the k largest that adds up to k: exactly 1 or 0 away from the threshold, so it is sparse",
  formula: "clip(p·v − τ, 0, 1) with τ such that the sum is k",
  domains: scoreDomains,
  parameters: { k: count },
  defaultP: 1,
  leastEntries: 2,
  limit: "1 on the k largest; equal ones at the threshold share what is left",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "k = 2 of two: 1 and 1"),
    hardLimit: holds,
    exactAtFiniteP: holds,
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: fails({ values: [0.2, 0.4], p: 1 }, "the sum is k = 2"),
    conservesSum: fails({ values: [0.2, 0.4], p: 1 }, "the sum is k = 2, of the values 0.6"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: holds,
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Wang and Lu 2015; Malaviya, Ferreira and Martins 2018",
}
