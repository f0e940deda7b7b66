import { declareComposite, withGradient } from "../alias.ts"
import { type OpFunction, operands } from "../op.ts"
import { add, div, mul, sub } from "../ops/arithmetic.ts"
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
        const shares = withGradient(
          (z: Tensor) => {
            const weights = exp(below(z, max(z, { axis, keepDims: true })))
            return div(weights, sum(weights, { axis, keepDims: true }))
          },
          (dy, y) => [mul(y, sub(dy, sum(mul(dy, y), { axis, keepDims: true })))],
        )
        return shares(x)
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
      const total = withGradient(
        (z: Tensor) => {
          const { top, logRest } = logSumExpParts(z, axis)
          return add(top, logRest)
        },
        (dy, _y, [z]) => [mul(dy, softmax(z, { axis }))],
      )
      return total(x)
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
