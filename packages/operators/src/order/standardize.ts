import {
  add,
  div,
  logistic,
  max,
  maximum,
  mul,
  sqrt,
  stopGradient,
  sub,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
  where,
} from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import type { OperatorOptions } from "../operator.ts"
import { isInfinite } from "./distances.ts"
import { fromLast, onRows } from "./rows.ts"

/**
 * Values on a scale of their own, in (0, 1): a sigmoid of how many standard deviations each lies from the mean. With it one p serves
 * rows of any location and scale.
 *
 * @remarks
 * `standardize(v) = σ((v − μ) / √(s² + 10⁻⁶))` with the mean μ and the variance s² (of the row itself: divided by n) along the axis.
 * Adding a number to all values changes nothing, and a positive factor next to nothing. A row of equal values gives ½. To sort by these,
 * sort the values by the matrix: `applyPermutation(softSortMatrix(standardize(v), p), v)`.
 *
 * Infinite values are not counted and stay as they are, with no gradient: −∞ masks an entry out.
 *
 * Gradient: with z the result, x = (v − μ)/s̃ and g = dy·z·(1 − z), `(g − mean g − x·mean(g·x)) / s̃`.
 *
 * @param values - any real numbers, any shape. NaN in a row makes the row NaN.
 * @param options - `axis` of `values`; default the last.
 * @returns the shape of `values` (a scalar is a row of one); float64 if they are, else float32.
 * @throws GradualError `SHAPE` for an axis out of range.
 * @see SoftJAX, https://arxiv.org/abs/2603.08824, which scales so before every soft operator
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { standardize } from "@gradual/operators"
 * console.log((await evaluate(js(), standardize([10, 30]))).data) // 0.27, 0.73
 * ```
 */
export function standardize(values: TensorLike, options: OperatorOptions = {}): Tensor {
  return onRows("standardize", [values, 1], options, (rows, _p, axis) => {
    if (rows.shape.at(-1) === 0) return fromLast(rows, axis)
    const isMask = isInfinite(rows)
    const over = (x: Tensor) => sum(where(isMask, 0, x), { axis: -1, keepDims: true })
    const count = maximum(over(tensor(1, rows.dtype)), 1)
    const offset = stopGradient(max(where(isMask, Number.NEGATIVE_INFINITY, rows), { axis: -1, keepDims: true }))
    const near = sub(where(isMask, 0, rows), where(isInfinite(offset), 0, offset)) // a common offset costs no digits
    const centred = sub(near, div(over(near), count))
    const deviation = sqrt(add(div(over(mul(centred, centred)), count), 1e-6))
    return fromLast(where(isMask, rows, logistic(div(centred, deviation))), axis)
  })
}

/** What `functions` says of {@link standardize}. */
export const standardizeFunction: DescribedFunction = {
  name: "standardize",
  summary: "values on a scale of their own, in (0, 1), so that one p serves rows of any scale",
  formula: "σ((v − mean) / √(variance + 10⁻⁶))",
  tensors: 1,
  source: "SoftJAX",
  function: standardize,
}
