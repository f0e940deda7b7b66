import type { Tensor, TensorLike } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import type { OperatorOptions } from "../operator.ts"
import { quantile } from "./soft-quantile.ts"

/**
 * The median by SoftSort: what stands in the middle of the soft sorted row, the mean of the two in the middle where n is even.
 *
 * @remarks
 * `softMedian(v, p) = softQuantile(v, ½, p)`, see there for the gradient, infinite values, time and memory. At p = ∞ it is the median,
 * at p = 0 the mean.
 *
 * @param values - any real numbers, any shape of at least one axis (a scalar is a row of one). NaN in a row makes the row NaN.
 * @param p - inverse temperature in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values`, default the last.
 * @returns the broadcast shape without the axis; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast, p has several entries along
 * the axis, or a row none.
 * @see Prillo, Eisenschlos, SoftSort: a continuous relaxation for the argsort operator, 2020, https://arxiv.org/abs/2006.16038
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softMedian } from "@gradual/operators"
 * const y = await evaluate(js(), softMedian([4, 1, 2, 100], 100))
 * console.log(y.data) // 3
 * ```
 */
export function softMedian(values: TensorLike, p: TensorLike = 1, options: OperatorOptions = {}): Tensor {
  return quantile("softMedian", values, 0.5, p, options)
}

/** What `functions` says of {@link softMedian}. */
export const softMedianFunction: DescribedFunction = {
  name: "softMedian",
  summary: "the median by SoftSort: between the mean at p = 0 and the median itself",
  formula: "softQuantile(v, ½, p)",
  tensors: 2,
  source: "Prillo, Eisenschlos 2020",
  function: softMedian,
}
