import { fail, show } from "../errors.ts"
import { toNDArray } from "../ndarray.ts"
import { declare, type OpFunction, operands } from "../op.ts"
import { normalizeAxes, normalizeAxis, type Shape, sameShape } from "../shape.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

type One = readonly [x: Tensor]

/** One axis, counted from 0. */
export interface AxisParams {
  readonly axis: number
}

/**
 * Joins tensors along `axis` (default the last); all other lengths must agree. Each takes its block of the gradient.
 * @throws GradualError `SHAPE` for an empty list, or shapes that differ elsewhere.
 * @example
 * ```ts
 * import { concat, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), concat([[1, 2], [3]])).data) // 1, 2, 3
 * ```
 */
export const concat: OpFunction<
  (xs: readonly TensorLike[], options?: { axis?: number }) => Tensor,
  readonly Tensor[],
  AxisParams
> = /* @__PURE__ */ declare(
  "concat",
  {
    type: (xs, { axis }) => {
      const [first] = xs
      if (first === undefined) throw fail("SHAPE", "concat", "at least one tensor is needed", "an empty list")
      for (const x of xs)
        if (
          x.shape.length !== first.shape.length ||
          x.shape.some((length, i) => i !== axis && length !== first.shape[i])
        )
          throw fail(
            "SHAPE",
            "concat",
            `shapes must agree except along axis ${axis}`,
            xs.map((one) => show(one.shape)).join(", "),
          )
      const total = xs.reduce((length, x) => length + (x.shape[axis] as number), 0)
      return { dtype: first.dtype, shape: first.shape.map((length, i) => (i === axis ? total : length)) }
    },
    vjp: (dy, _y, xs, { axis }) => {
      let at = 0
      return xs.map((x) => {
        const start = dy.shape.map((_, i) => (i === axis ? at : 0))
        at += x.shape[axis] as number
        return slice(dy, { start, end: dy.shape.map((length, i) => (i === axis ? at : length)) })
      })
    },
  },
  (make) => (xs, options) => {
    const inputs = xs.length === 0 ? [] : operands("concat", "any", xs)
    return make(inputs, { axis: normalizeAxis("concat", options?.axis ?? -1, inputs[0]?.shape.length ?? 1) })
  },
)

/** Where a block begins and ends along each axis, counted from 0. */
export interface SliceParams {
  readonly start: readonly number[]
  readonly end: readonly number[]
}

/**
 * The block from `start` (inclusive) to `end` (exclusive), an entry per axis; negative entries count from the end. The
 * gradient is zero outside the block.
 * @throws GradualError `SHAPE` unless 0 ≤ start ≤ end ≤ length on each axis.
 * @example
 * ```ts
 * import { evaluate, slice } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), slice([1, 2, 3, 4], { start: [1], end: [-1] })).data) // 2, 3
 * ```
 */
export const slice: OpFunction<
  (x: TensorLike, options: { start: readonly number[]; end: readonly number[] }) => Tensor,
  One,
  SliceParams
> = /* @__PURE__ */ declare(
  "slice",
  {
    type: ([x], { start, end }) => ({ dtype: x.dtype, shape: start.map((from, axis) => (end[axis] as number) - from) }),
    vjp: (dy, _y, [x], { start, end }) => [
      pad(dy, { before: start, after: x.shape.map((length, axis) => length - (end[axis] as number)) }),
    ],
  },
  (make) => (x, options) => {
    const input = tensor(x)
    perAxis("slice", input.shape, options.start, options.end)
    const fromStart = (at: number, axis: number) => (at < 0 ? at + (input.shape[axis] as number) : at)
    const [start, end] = [options.start.map(fromStart), options.end.map(fromStart)]
    if (
      start.some(
        (from, axis) =>
          from < 0 || from > (end[axis] as number) || (end[axis] as number) > (input.shape[axis] as number),
      )
    )
      throw fail(
        "SHAPE",
        "slice",
        `0 <= start <= end <= length must hold on each axis of ${show(input.shape)}`,
        `start=${show(options.start)}, end=${show(options.end)}`,
      )
    return start.every((from) => from === 0) && sameShape(end, input.shape) ? input : make([input], { start, end })
  },
)

/** How many elements to add on either side of each axis, and what they are. */
export interface PadParams {
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly value: number
}

/**
 * Surrounds `x` with `before[i]` and `after[i]` elements of `value` (default 0) along each axis `i`. The gradient is sliced.
 * @throws GradualError `SHAPE` for counts that are negative, or not one per axis, `VALUE` for a value that is no int32 where `x` is.
 * @example
 * ```ts
 * import { evaluate, pad } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), pad([1, 2], { before: [1], after: [2] })).data) // 0, 1, 2, 0, 0
 * ```
 */
export const pad: OpFunction<
  (x: TensorLike, options: { before: readonly number[]; after: readonly number[]; value?: number }) => Tensor,
  One,
  PadParams
> = /* @__PURE__ */ declare(
  "pad",
  {
    type: ([x], { before, after }) => ({
      dtype: x.dtype,
      shape: x.shape.map((length, axis) => (before[axis] as number) + length + (after[axis] as number)),
    }),
    vjp: (dy, _y, [x], { before }) => [
      slice(dy, { start: before, end: x.shape.map((length, axis) => length + (before[axis] as number)) }),
    ],
  },
  (make) =>
    (x, { before, after, value = 0 }) => {
      const input = tensor(x)
      perAxis("pad", input.shape, before, after)
      if ([...before, ...after].some((count) => count < 0))
        throw fail(
          "SHAPE",
          "pad",
          "before and after must not be negative",
          `before=${show(before)}, after=${show(after)}`,
          "Use slice to cut",
        )
      return [...before, ...after].every((count) => count === 0)
        ? input
        : make([input], { before, after, value: toNDArray(value, input.dtype).data[0] as number })
    },
)

function perAxis(op: string, shape: Shape, ...lists: readonly (readonly number[])[]): void {
  for (const list of lists)
    if (!Array.isArray(list) || list.length !== shape.length || !list.every(Number.isInteger))
      throw fail("SHAPE", op, `an integer for each of the ${shape.length} axes of ${show(shape)} expected`, show(list))
}

/** Axes counted from 0, ascending. */
export interface AxesParams {
  readonly axes: readonly number[]
}

/**
 * Reverses the order along `axis` (a number, or several; default all). The gradient is reversed.
 * @throws GradualError `SHAPE` for an axis that is out of range or repeated.
 * @example
 * ```ts
 * import { evaluate, reverse } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), reverse([1, 2, 3])).data) // 3, 2, 1
 * ```
 */
export const reverse: OpFunction<
  (x: TensorLike, options?: { axis?: number | readonly number[] }) => Tensor,
  One,
  AxesParams
> = /* @__PURE__ */ declare(
  "reverse",
  {
    type: ([x]) => x,
    along: ({ axes }) => axes,
    vjp: (dy, _y, _args, { axes }) => [reverse(dy, { axis: axes })],
  },
  (make) => (x, options) => {
    const input = tensor(x)
    const axes = normalizeAxes("reverse", options?.axis, input.shape.length)
    return axes.length === 0 ? input : make([input], { axes })
  },
)
