import { fail, mul, show, sum, type Tensor, type TensorLike, tensor } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { places } from "../positions.ts"
import { maskedSoftmaxRows } from "./masked-rows.ts"

/**
 * Where the maximum is, softly: the mean of the places 0, 1, … with the weights of {@link scaledSoftmax}. A number between places;
 * as p → ∞ that of the maximum, or the mean of those of equal maxima.
 *
 * @remarks
 * `softArgmax(v, p) = Σᵢ i·e^(p·vᵢ) / Σⱼ e^(p·vⱼ)`. Gradient: with y the weights and a the result `∂/∂vᵢ = p·yᵢ·(i − a)` and
 * `∂/∂p = Σᵢ yᵢ·(i − a)·vᵢ`. Where two far places compete, the result lies between them, where no maximum is.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out (for p > 0), and a row of −∞ gives 0. NaN in a row makes it NaN.
 * @param p - inverse temperature in [0, ∞]; any shape that broadcasts with `values`. Default 1.
 * @param options - `axis` of `values` to search, default the last.
 * @returns the broadcast shape without that axis; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or nothing is there to be
 * searched.
 * @see Honari et al., Improving landmark localization with semi-supervised learning, 2018; in vision also soft-argmax of heat maps.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softArgmax } from "@gradual/operators"
 * console.log((await evaluate(js(), softArgmax([0, 3, 3, 0], 100))).data) // 1.5
 * ```
 */
export function softArgmax(values: TensorLike, p: TensorLike = 1, options: OperatorOptions = {}): Tensor {
  const { shape } = tensor(values)
  if (shape.at(options.axis ?? -1) === 0)
    throw fail("SHAPE", "softArgmax", "at least one entry along the axis expected", `shape ${show(shape)}`)
  const rows = operator("softArgmax", scoreDomains, (v, e, axis) => {
    const weights = maskedSoftmaxRows(v, e, axis)
    return sum(mul(weights, places(weights, axis)), { axis })
  })
  return rows(values, p, options)
}

/** What is said of {@link softArgmax}. */
export const softArgmaxFunction: DescribedFunction = {
  name: "softArgmax",
  summary: "where the maximum is, as a number between places: their mean with the weights of scaledSoftmax",
  formula: "Σ i·e^(p·v) / Σ e^(p·v), i = 0, 1, …",
  tensors: 2,
  source: "Honari et al. 2018",
  function: softArgmax,
}
