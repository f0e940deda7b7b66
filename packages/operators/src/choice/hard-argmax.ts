import { argmax, div, eq, fail, iota, max, show, sum, type Tensor, type TensorLike, tensor, where } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { inDtypeOf } from "../in-dtype.ts"
import { operator, scoreDomains } from "../operator.ts"
import { withNaN } from "../nan-rows.ts"

/** What becomes of equal maxima. */
export type Ties =
  | "first" // the first of them gets all
  | "share" // each gets the same share

/** Options of a hard choice. */
export interface HardOptions {
  /** The axis of `values` along which entries compete. Default the last. */
  readonly axis?: number
  /** Default "first". */
  readonly ties?: Ties
}

/** Throws `VALUE` for what is no way to treat ties. */
export function checkTies(op: string, ties: unknown): asserts ties is Ties {
  if (ties !== "first" && ties !== "share")
    throw fail("VALUE", op, `ties must be "first" or "share"`, `ties=${show(ties)}`)
}

/** The definition of {@link hardArgmax}. A row of −∞ has no maximum: zeros. */
export function hardArgmaxRows(values: Tensor, axis: number, ties: Ties): Tensor {
  const along = { axis, keepDims: true }
  const top = max(values, along)
  const chosen = ties === "first" ? firstMaximum(values, axis) : sharedMaximum(values, top, axis)
  return withNaN(where(eq(top, Number.NEGATIVE_INFINITY), 0, chosen), values, axis)
}

function firstMaximum(values: Tensor, axis: number): Tensor {
  const places = iota({ shape: values.shape, axis })
  return inDtypeOf(values, eq(places, argmax(values, { axis, keepDims: true })))
}

function sharedMaximum(values: Tensor, top: Tensor, axis: number): Tensor {
  const isTop = inDtypeOf(values, eq(values, top))
  return div(isTop, sum(isTop, { axis, keepDims: true }))
}

/**
 * The choice itself: 1 at the maximum, 0 elsewhere. Of equal maxima the first gets all, or with `ties: "share"` each the same
 * share. Piecewise constant: its gradient is zero.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out, and a row of −∞ gives zeros. NaN in a row makes the row NaN.
 * @param options - `axis` of `values` along which entries compete, default the last; `ties`.
 * @returns the shape of `values`; float64 if they are, else float32.
 * @throws GradualError `VALUE` for other `ties`, `SHAPE` for an axis out of range.
 * @see {@link straightThroughArgmax} for the same values with a gradient.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { hardArgmax } from "@gradual/operators"
 * console.log((await evaluate(js(), hardArgmax([0.2, 0.7, 0.7]))).data) // 0, 1, 0
 * console.log((await evaluate(js(), hardArgmax([0.2, 0.7, 0.7], { ties: "share" }))).data) // 0, 0.5, 0.5
 * ```
 */
export function hardArgmax(values: TensorLike, { axis = -1, ties = "first" }: HardOptions = {}): Tensor {
  checkTies("hardArgmax", ties)
  const rows = operator("hardArgmax", scoreDomains, (v, _p, along) => hardArgmaxRows(v, along, ties))
  return rows(values, tensor(1), { axis })
}

/** What is said of {@link hardArgmax}. */
export const hardArgmaxFunction: DescribedFunction = {
  name: "hardArgmax",
  summary: "the choice itself: one-hot of the maximum, without a gradient",
  formula: "[v = max v], the first of equal ones, or their share",
  tensors: 1,
  source: "the limit of every choice in the catalogue",
  function: hardArgmax,
}
