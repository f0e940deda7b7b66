import { argsort, clip, stopGradient, sub, type Tensor, type TensorLike, tensor } from "@gradual/core"
import { checkTies, type HardOptions, type Ties } from "../choice/hard-argmax.ts"
import type { DescribedFunction } from "../described.ts"
import { inDtypeOf } from "../in-dtype.ts"
import { softTopKRows } from "./soft-top-k.ts"
import { subset } from "./subset.ts"

/** The definition of {@link hardTopK} on rows. */
export function hardTopKRows(values: Tensor, k: Tensor, axis: number, ties: Ties): Tensor {
  return ties === "first"
    ? firstOf(values, k, axis)
    : softTopKRows(values, k, tensor(Number.POSITIVE_INFINITY, values.dtype), axis)
}

/** An entry with r before it gets what is left of k: all of itself where r + 1 ≤ k. */
function firstOf(values: Tensor, k: Tensor, axis: number): Tensor {
  const before = argsort(argsort(values, { axis, descending: true }), { axis })
  return clip(sub(k, inDtypeOf(values, before)), { min: 0, max: 1 })
}

/**
 * The k largest themselves: 1 on them, 0 elsewhere. Of equal entries the first lead, or with `ties: "share"` those at the threshold
 * share what is left. A fraction of k goes to the entry after the first ⌊k⌋. Its gradient is zero.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out. NaN in a row makes the row NaN.
 * @param k - how many in [0, n]; any shape that broadcasts with `values` and has length 1 along the axis. In a tensor, numbers
 * beyond are clamped; so are those above the number of entries that are not masked.
 * @param options - `axis` of `values` along which entries compete, default the last; `ties`.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number k outside [0, n] or other `ties`, `SHAPE` when shapes do not broadcast or k is
 * not one number per row.
 * @see {@link straightThroughTopK} for the same values with a gradient.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { hardTopK } from "@gradual/operators"
 * console.log((await evaluate(js(), hardTopK([0.2, 0.7, 0.5, 0.5], 2))).data) // 0, 1, 1, 0
 * ```
 */
export function hardTopK(values: TensorLike, k: TensorLike, { axis = -1, ties = "first" }: HardOptions = {}): Tensor {
  checkTies("hardTopK", ties)
  const rows = subset("hardTopK", (v, n, _p, along) => stopGradient(hardTopKRows(v, n, along, ties)))
  return rows(values, k, 1, { axis })
}

/** What is said of {@link hardTopK}. */
export const hardTopKFunction: DescribedFunction = {
  name: "hardTopK",
  summary: "the k largest themselves: k-hot, without a gradient",
  formula: "1 on the k largest, the first of equal ones, or their share",
  tensors: 2,
  source: "the limit of every subset in the catalogue",
  function: hardTopK,
}
