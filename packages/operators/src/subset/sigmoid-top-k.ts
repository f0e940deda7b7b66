import {
  div,
  eq,
  logistic,
  mul,
  ne,
  neg,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
  withGradient,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { aboveCut } from "./above-cut.ts"
import { logisticThreshold } from "./logistic-threshold.ts"
import { count, type Subset, subset } from "./subset.ts"
import { scoreDomains } from "../operator.ts"

/** How far from the threshold σ is 0 or 1 in every dtype, twice. */
const limit = 1600

/** The definition of {@link sigmoidTopK} on float64 rows. */
export function sigmoidTopKRows(values: Tensor, k: Tensor, p: Tensor, axis: number): Tensor {
  const along = { axis, keepDims: true }
  const isOpen = ne(values, Number.NEGATIVE_INFINITY)
  const open = stopGradient(sum(where(isOpen, tensor(1, values.dtype), 0), along))
  const { entries, sorted } = aboveCut(values, k, p, axis, limit)
  const threshold = withGradient(
    (_z: Tensor, n: Tensor) => logisticThreshold(sorted, n, open, axis),
    (dy, s, [z]) => {
      const away = sub(z, s)
      const weights = mul(logistic(away), logistic(neg(away)))
      const total = sum(weights, along)
      const share = where(eq(total, 0), 0, div(dy, where(eq(total, 0), 1, total)))
      return [mul(weights, share), neg(share)]
    },
  )
  return where(isOpen, logistic(sub(entries, threshold(entries, k))), 0)
}

/**
 * The k largest, smoothly: `σ(p·v − s)` with the threshold s at which all add up to k. Every entry keeps a gradient.
 *
 * @remarks
 * `sigmoidTopK(v, k, p)ᵢ = σ(p·vᵢ − s)` with s such that the entries add up to k: the maximum of p·⟨v, y⟩ plus the binary entropies
 * of y over all y of that sum. Equal values get equal shares. p = ∞ is the limit, with zero gradients in v and p. k need not be an integer.
 *
 * Gradient: with w = y(1 − y) and m = ⟨w, dy⟩/Σw: `∂/∂v = p·w·(dy − m)`, `∂/∂p = ⟨w·(dy − m), v⟩`, `∂/∂k = m` (0 where every w is).
 *
 * @param values - any real scores, any shape; −∞ masks an entry out. NaN in a row makes the row NaN.
 * @param k - how many in [0, n]; any shape that broadcasts with `values` and has length 1 along the axis. In a tensor, numbers
 * beyond are clamped; so are those above the number of entries that are not masked.
 * @param p - sharpness in [0, ∞]; any shape that broadcasts with `values`. Default 1.
 * @param options - `axis` of `values` that adds up to k; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞] or k outside [0, n], `SHAPE` when shapes do not broadcast or k
 * is not one number per row.
 * @see Amos, Koltun and Kolter, The limited multi-label projection layer, 2019.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { sigmoidTopK } from "@gradual/operators"
 * const y = await evaluate(js(), sigmoidTopK([1, 1, 3, 3], 2, 0))
 * console.log(y.data) // 0.5, 0.5, 0.5, 0.5
 * ```
 */
export const sigmoidTopK: Subset = subset("sigmoidTopK", sigmoidTopKRows)

/** The catalogue's entry of {@link sigmoidTopK}. */
export const sigmoidTopKEntry: CatalogueEntry = {
  name: "sigmoidTopK",
  kind: "subset",
  summary: "a smooth mask of the k largest that adds up to k: a sigmoid about a threshold of the row",
  formula: "σ(p·v − s) with s such that the sum is k",
  domains: scoreDomains,
  parameters: { k: count },
  defaultP: 1,
  leastEntries: 2,
  limit: "1 on the k largest; equal ones at the threshold share what is left",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "k = 2 of two: 1 and 1"),
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.625, 0.75], p: 1 }, "e^−4 at p = 64 is not 0"),
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
  source: "Amos, Koltun and Kolter 2019",
}
