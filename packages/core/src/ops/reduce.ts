import { fail, show } from "../errors.ts"
import { type Accepts, declare, notDifferentiable, type OpFunction, operands, type Vjp } from "../op.ts"
import { normalizeAxes, normalizeAxis, reducedShape } from "../shape.ts"
import type { Tensor, TensorLike } from "../tensor.ts"
import { div, mul } from "./arithmetic.ts"
import { eq, where } from "./compare.ts"
import { cast } from "./convert.ts"
import { exclusiveProducts } from "./products.ts"
import type { AxesParams, AxisParams } from "./blocks.ts"
import { broadcastTo, reshape } from "./shape.ts"

type One = readonly [x: Tensor]

/** Which axes a reduction is over, and whether they stay with length 1. */
export interface ReduceOptions {
  /** One axis or several; all when absent. */
  readonly axis?: number | readonly number[]
  /** Keep the reduced axes with length 1. Default false. */
  readonly keepDims?: boolean
}
/** A reduction. The op itself always keeps the reduced axes (length 1); the function drops them with a reshape. */
export type Reduce = OpFunction<(x: TensorLike, options?: ReduceOptions) => Tensor, One, AxesParams>

function reduce(name: string, accepts: Accepts, vjp: Vjp<One, AxesParams>, emptyIs?: number): Reduce {
  return declare(
    name,
    {
      type: ([x], { axes }) => ({ dtype: x.dtype, shape: reducedShape(x.shape, axes) }),
      along: ({ axes }) => axes,
      vjp,
    },
    (make) =>
      (value, { axis, keepDims = false } = {}) => {
        const [x] = operands(name, accepts, [value])
        const axes = normalizeAxes(name, axis, x.shape.length)
        if (emptyIs === undefined) notEmpty(name, x, axes)
        return squeezed(axes.length === 0 ? x : make([x], { axes }), axes, keepDims)
      },
  )
}

function squeezed(y: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  return keepDims ? y : reshape(y, { shape: y.shape.filter((_, axis) => !axes.includes(axis)) })
}

function notEmpty(op: string, x: Tensor, axes: readonly number[]): void {
  const empty = axes.find((axis) => x.shape[axis] === 0)
  if (empty !== undefined)
    throw fail("SHAPE", op, "an axis without elements has no extreme", `shape ${show(x.shape)}, axis ${empty}`)
}

/**
 * Sum over `axis`. Of nothing: 0. bool counts as int32. The gradient goes to every element.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range or repeated.
 * @example
 * ```ts
 * import { evaluate, sum } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), sum([[1, 2], [3, 4]], { axis: 0 })).data) // 4, 6
 * ```
 */
export const sum: Reduce = /* @__PURE__ */ reduce(
  "sum",
  "numeric",
  (dy, _y, [x]) => [broadcastTo(dy, { shape: x.shape })],
  0,
)

/**
 * Product over `axis`. Of nothing: 1. The gradient is the product of the others, exact at zeros and infinities.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range or repeated.
 * @example
 * ```ts
 * import { evaluate, prod } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), prod([2, 3, 4])).data) // 24
 * ```
 */
export const prod: Reduce = /* @__PURE__ */ reduce(
  "prod",
  "numeric",
  (dy, _y, [x], { axes }) => [mul(dy, exclusiveProducts(x, axes))],
  1,
)

/**
 * Largest element over `axis`; NaN if any is NaN. Tied maxima share the gradient equally.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range, repeated or without elements.
 * @example
 * ```ts
 * import { evaluate, max } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), max([[1, 5], [3, 2]], { axis: 1 })).data) // 5, 3
 * ```
 */
export const max: Reduce = /* @__PURE__ */ reduce("max", "numeric", extremeVjp)
/**
 * Smallest element over `axis`; NaN if any is NaN. Tied minima share the gradient equally.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range, repeated or without elements.
 * @example
 * ```ts
 * import { evaluate, min } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), min([[1, 5], [3, 2]], { axis: 1 })).data) // 1, 2
 * ```
 */
export const min: Reduce = /* @__PURE__ */ reduce("min", "numeric", extremeVjp)

function extremeVjp(dy: Tensor, y: Tensor, [x]: One, { axes }: AxesParams): readonly [Tensor] {
  const attained = eq(x, y)
  const ties = sum(cast(attained, { dtype: x.dtype }), { axis: axes, keepDims: true })
  return [where(attained, div(dy, ties), 0)]
}

/** An index reduction over one axis. The op keeps the axis (length 1); the function drops it. */
export type ArgReduce = OpFunction<
  (x: TensorLike, options?: { axis?: number; keepDims?: boolean }) => Tensor,
  One,
  AxisParams
>

function argReduce(name: string): ArgReduce {
  return declare(
    name,
    {
      type: ([x], { axis }) => ({ dtype: "int32", shape: reducedShape(x.shape, [axis]) }),
      along: ({ axis }) => [axis],
      vjp: notDifferentiable("an index is piecewise constant"),
    },
    (make) =>
      (value, options = {}) => {
        const [x] = operands(name, "numeric", [value])
        const axis = normalizeAxis(name, options.axis ?? -1, x.shape.length)
        notEmpty(name, x, [axis])
        return squeezed(make([x], { axis }), [axis], options.keepDims ?? false)
      },
  )
}

/**
 * int32 index of the largest element along `axis` (default the last); the first of tied ones; of a NaN if there is one.
 * No gradient.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range or without elements.
 * @example
 * ```ts
 * import { argmax, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), argmax([3, 7, 7])).data) // 1
 * ```
 */
export const argmax: ArgReduce = /* @__PURE__ */ argReduce("argmax")
/**
 * int32 index of the smallest element along `axis` (default the last); the first of tied ones; of a NaN if there is one.
 * No gradient.
 *
 * @throws GradualError `SHAPE` for an axis that is out of range or without elements.
 * @example
 * ```ts
 * import { argmin, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), argmin([7, 3, 3])).data) // 1
 * ```
 */
export const argmin: ArgReduce = /* @__PURE__ */ argReduce("argmin")
