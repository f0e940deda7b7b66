import { declareComposite } from "../alias.ts"
import { fail, show } from "../errors.ts"
import { type OpFunction, operands } from "../op.ts"
import { add, div, maximum, minimum, mul, sub } from "../ops/arithmetic.ts"
import { eq, where } from "../ops/compare.ts"
import { iota } from "../ops/create.ts"
import { argmax, max, sum } from "../ops/reduce.ts"
import type { AxisParams } from "../ops/blocks.ts"
import { reshape } from "../ops/shape.ts"
import { exp, log, log1p } from "../ops/transcendental.ts"
import { normalizeAxis, reducedShape } from "../shape.ts"
import type { Tensor, TensorLike } from "../tensor.ts"

// Composites for which a backend may have a kernel of its own: see Fused in backend.ts.

type One = readonly [x: Tensor]
interface AxisOptions {
  /** Default the last. */
  readonly axis?: number
}

/**
 * `eˣ / Σ eˣ` along `axis`. The maximum is subtracted first, so no offset overflows. The gradient is y·(dy − ⟨dy, y⟩),
 * to any order.
 *
 * @throws GradualError `SHAPE` for an axis out of range.
 * @example
 * ```ts
 * import { evaluate, softmax } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), softmax([1000, 1000])).data) // 0.5, 0.5
 * ```
 */
export const softmax: OpFunction<(x: TensorLike, options?: AxisOptions) => Tensor, One, AxisParams> =
  /* @__PURE__ */ declareComposite(
    "softmax",
    {
      type: ([x]) => x,
      along: ({ axis }) => [axis],
      vjp: (dy, y, _args, { axis }) => [mul(y, sub(dy, sum(mul(dy, y), { axis, keepDims: true })))],
      body: ([x], { axis }) => {
        const weights = exp(below(x, max(x, { axis, keepDims: true })))
        return div(weights, sum(weights, { axis, keepDims: true }))
      },
    },
    (make) => (value, options) => {
      const [x] = operands("softmax", "float", [value])
      const axis = normalizeAxis("softmax", options?.axis ?? -1, x.shape.length)
      return x.shape[axis] === 0 ? x : make([x], { axis })
    },
  )

/**
 * ln Σ eˣ in two parts: the maximum, and ln(1 + Σ of e^(x − max) over all others), which keeps its digits when the others
 * are small.
 */
export function logSumExpParts(x: Tensor, axis: number): { readonly top: Tensor; readonly logRest: Tensor } {
  const top = max(x, { axis, keepDims: true })
  const isFirstTop = eq(iota({ shape: x.shape, axis }), argmax(x, { axis, keepDims: true }))
  const rest = sum(where(isFirstTop, 0, exp(below(x, top))), { axis, keepDims: true })
  return { top, logRest: log1p(rest) }
}

/** `x − top`; 0 where they are equal, also if infinite: the limit, where the difference would be NaN. */
function below(x: Tensor, top: Tensor): Tensor {
  return where(eq(x, top), 0, sub(x, top))
}

/**
 * `ln Σ eˣ` along `axis`, which keeps length 1 in the op; the function drops it unless `keepDims`. Of nothing: −∞.
 * Gradient: softmax.
 *
 * @throws GradualError `SHAPE` for an axis out of range.
 * @example
 * ```ts
 * import { evaluate, logSumExp } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), logSumExp([1000, 1000])).data) // 1000.693
 * ```
 */
export const logSumExp: OpFunction<
  (x: TensorLike, options?: AxisOptions & { readonly keepDims?: boolean }) => Tensor,
  One,
  AxisParams
> = /* @__PURE__ */ declareComposite(
  "logSumExp",
  {
    type: ([x], { axis }) => ({ dtype: x.dtype, shape: reducedShape(x.shape, [axis]) }),
    along: ({ axis }) => [axis],
    vjp: (dy, _y, [x], { axis }) => [mul(dy, softmax(x, { axis }))],
    body: ([x], { axis }) => {
      if (x.shape[axis] === 0) return log(sum(x, { axis, keepDims: true })) // of nothing: ln 0
      const { top, logRest } = logSumExpParts(x, axis)
      return add(top, logRest)
    },
  },
  (make) =>
    (value, { axis = -1, keepDims = false } = {}) => {
      const [x] = operands("logSumExp", "float", [value])
      const along = normalizeAxis("logSumExp", axis, x.shape.length)
      const y = make([x], { axis: along })
      return keepDims ? y : reshape(y, { shape: x.shape.filter((_, i) => i !== along) })
    },
)

/** Bounds, either may be infinite. */
export interface ClipParams {
  readonly min: number
  readonly max: number
}

/**
 * `x` held between `min` and `max`; NaN stays NaN. A bound that is a fraction makes integers float32. The gradient is 1 on
 * the closed interval, 0 outside.
 *
 * @throws GradualError `VALUE` when `min` is above `max` or either is NaN.
 * @example
 * ```ts
 * import { clip, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), clip([-1, 0.5, 2], { min: 0, max: 1 })).data) // 0, 0.5, 1
 * ```
 */
export const clip: OpFunction<(x: TensorLike, options?: Partial<ClipParams>) => Tensor, One, ClipParams> =
  /* @__PURE__ */ declareComposite(
    "clip",
    {
      type: ([x]) => x,
      along: () => [],
      vjp: (dy, y, [x]) => [where(eq(x, y), dy, 0)],
      // an infinite bound holds nothing, and would make integers float
      body: ([x], { min, max }) => {
        const low = min === Number.NEGATIVE_INFINITY ? x : maximum(x, min)
        return max === Number.POSITIVE_INFINITY ? low : minimum(low, max)
      },
    },
    (make) =>
      (value, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = {}) => {
        if (!(min <= max))
          throw fail("VALUE", "clip", "min must not be above max", `min=${show(min)}, max=${show(max)}`)
        const [x] = operands("clip", "numeric", [value, ...[min, max].filter(Number.isFinite)])
        return make([x], { min, max })
      },
  )
