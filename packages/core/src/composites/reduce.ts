import { withGradient } from "../alias.ts"
import { fail, show } from "../errors.ts"
import { convert } from "../cast.ts"
import { operands } from "../op.ts"
import { div, mul, sub } from "../ops/arithmetic.ts"
import { ne } from "../ops/compare.ts"
import { takeAlongAxis } from "../ops/indexing.ts"
import { argsort } from "../ops/order.ts"
import { type ReduceOptions, sum } from "../ops/reduce.ts"
import { slice } from "../ops/blocks.ts"
import { normalizeAxes, normalizeAxis } from "../shape.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"
import { logSumExpParts, softmax } from "./fusable.ts"

/**
 * Arithmetic mean over `axis`. Of nothing: NaN. d = 1/n for each of n elements.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range or repeated.
 * @example
 * ```ts
 * import { evaluate, mean } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), mean([1, 2, 6])).data) // 3
 * ```
 */
export function mean(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const [input] = operands("mean", "float", [x])
  const axes = normalizeAxes("mean", options.axis, input.shape.length)
  return div(
    sum(input, options),
    axes.reduce((count, axis) => count * (input.shape[axis] as number), 1),
  )
}

/**
 * `x − ln Σ eˣ` along `axis` (default the last): the logarithm of softmax, with its digits where softmax is near 0 or 1.
 * d = dy − softmax(x) Σ dy.
 *
 * @throws GradualError `SHAPE` for an axis out of range.
 * @example
 * ```ts
 * import { evaluate, logSoftmax } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), logSoftmax([0, 0])).data) // -0.693, -0.693
 * ```
 */
export function logSoftmax(x: TensorLike, { axis = -1 }: { readonly axis?: number } = {}): Tensor {
  const [input] = operands("logSoftmax", "float", [x])
  const along = normalizeAxis("logSoftmax", axis, input.shape.length)
  if (input.shape[along] === 0) return input
  const logShares = withGradient(
    (z: Tensor) => {
      const { top, logRest } = logSumExpParts(z, along)
      return sub(sub(z, top), logRest)
    },
    (dy, _y, [z]) => [sub(dy, mul(softmax(z, { axis: along }), sum(dy, { axis: along, keepDims: true })))],
  )
  return logShares(input)
}

/**
 * Whether any element over `axis` is true (not zero). Of nothing: false. No gradient.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range or repeated.
 * @example
 * ```ts
 * import { any, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), any([0, 3])).data) // 1
 * ```
 */
export function any(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return ne(sum(convert(ne(x, 0), "int32"), options), 0)
}

/**
 * Whether all elements over `axis` are true (not zero). Of nothing: true. No gradient.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range or repeated.
 * @example
 * ```ts
 * import { all, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), all([0, 3])).data) // 0
 * ```
 */
export function all(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const input = tensor(x)
  const falses = sum(convert(ne(ne(input, 0), true), "int32"), options)
  return ne(ne(falses, 0), true)
}

/**
 * The `k` largest elements along `axis` (default the last), in descending order, and their indices. Stable: of equal
 * elements the first comes first; NaN counts as largest. Gradients go back to the elements picked.
 *
 * @throws GradualError `VALUE` unless `k` is an integer from 0 to the length of the axis.
 * @example
 * ```ts
 * import { evaluate, topK } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const { values, indices } = evaluate.sync(js(), topK([1, 3, 2], { k: 2 }))
 * console.log(values.data, indices.data) // [3, 2], [1, 2]
 * ```
 */
export function topK(
  x: TensorLike,
  { k, axis = -1 }: { readonly k: number; readonly axis?: number },
): { values: Tensor; indices: Tensor } {
  const [input] = operands("topK", "numeric", [x])
  const along = normalizeAxis("topK", axis, input.shape.length)
  if (!Number.isInteger(k) || k < 0 || k > (input.shape[along] as number))
    throw fail(
      "VALUE",
      "topK",
      `k must be an integer from 0 to ${input.shape[along]}, the length of axis ${along}`,
      `k=${show(k)}`,
    )
  const order = argsort(input, { axis: along, descending: true })
  const indices = slice(order, {
    start: input.shape.map(() => 0),
    end: input.shape.map((length, i) => (i === along ? k : length)),
  })
  return { values: takeAlongAxis(input, indices, { axis: along }), indices }
}
