import { declareComposite, stopGradient } from "../alias.ts"
import { type OpFunction, operands } from "../op.ts"
import { abs, add, div, sub } from "../ops/arithmetic.ts"
import { eq, where } from "../ops/compare.ts"
import { max, sum } from "../ops/reduce.ts"
import type { AxisParams } from "../ops/blocks.ts"
import { reshape } from "../ops/shape.ts"
import { exp, log } from "../ops/transcendental.ts"
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
 * @example
 * ```ts
 * import { evaluate, softmax } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log((await evaluate(js(), softmax([1000, 1000]))).data) // 0.5, 0.5
 * ```
 */
export const softmax: OpFunction<(x: TensorLike, options?: AxisOptions) => Tensor, One, AxisParams> =
  /* @__PURE__ */ declareComposite(
    "softmax",
    {
      type: ([x]) => x,
      body: ([x], { axis }) => {
        const weights = exp(sub(x, stopGradient(max(x, { axis, keepDims: true }))))
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
 * `ln Σ eˣ` along `axis`, which keeps length 1 in the op; the function drops it unless `keepDims`. Of nothing: −∞.
 * Gradient: softmax.
 */
export const logSumExp: OpFunction<
  (x: TensorLike, options?: AxisOptions & { readonly keepDims?: boolean }) => Tensor,
  One,
  AxisParams
> = /* @__PURE__ */ declareComposite(
  "logSumExp",
  {
    type: ([x], { axis }) => ({ dtype: x.dtype, shape: reducedShape(x.shape, [axis]) }),
    body: ([x], { axis }) => {
      if (x.shape[axis] === 0) return log(sum(x, { axis, keepDims: true })) // of nothing: ln 0
      const top = stopGradient(max(x, { axis, keepDims: true }))
      const shift = where(eq(abs(top), Number.POSITIVE_INFINITY), 0, top) // ∞ − ∞ would be NaN
      return add(log(sum(exp(sub(x, shift)), { axis, keepDims: true })), shift)
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
