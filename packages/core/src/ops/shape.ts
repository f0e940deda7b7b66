import { fail, show } from "../errors.ts"
import { declare, type OpFunction } from "../op.ts"
import { broadcastShapes, checkShape, normalizeAxis, sameShape, type Shape, sizeOf } from "../shape.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

type One = readonly [x: Tensor]
/** The shape of the output. */
export interface ShapeParams {
  readonly shape: Shape
}

/**
 * The same elements in the same order under another shape. One length may be −1: it is computed. The gradient is
 * reshaped back.
 *
 * @throws GradualError `SHAPE` when the number of elements differs.
 * @example
 * ```ts
 * import { reshape } from "@gradual/core"
 * console.log(reshape([1, 2, 3, 4, 5, 6], { shape: [2, -1] }).shape) // [2, 3]
 * ```
 */
export const reshape: OpFunction<(x: TensorLike, options: { shape: Shape }) => Tensor, One, ShapeParams> =
  /* @__PURE__ */ declare(
    "reshape",
    {
      type: ([x], { shape }) => ({ dtype: x.dtype, shape }),
      vjp: (dy, _y, [x]) => [reshape(dy, { shape: x.shape })],
    },
    (make) => (x, options) => {
      const input = tensor(x)
      const shape = inferLength(input.shape, options.shape)
      return sameShape(shape, input.shape) ? input : make([input], { shape })
    },
  )

function inferLength(from: Shape, to: Shape): Shape {
  const rule = `${show(from)} has ${sizeOf(from)} elements, the new shape must have as many`
  const unknown = Array.isArray(to) ? to.indexOf(-1) : -1
  const known = unknown < 0 ? to : to.map((length, axis) => (axis === unknown ? 1 : length))
  checkShape("reshape", known)
  const length = unknown < 0 ? 1 : sizeOf(from) / sizeOf(known)
  if (!Number.isInteger(length) || sizeOf(known) * length !== sizeOf(from))
    throw fail("SHAPE", "reshape", rule, `shape=${show(to)}`)
  return known.map((own, axis) => (axis === unknown ? length : own))
}

/** The order of the axes. */
export interface TransposeParams {
  /** Output axis i is input axis perm[i]. */
  readonly perm: readonly number[]
}

/**
 * Permutes the axes: output axis `i` is input axis `perm[i]`; without `perm` their order is reversed. The gradient is
 * permuted back.
 *
 * @throws GradualError `SHAPE` when `perm` does not name each axis once.
 * @example
 * ```ts
 * import { evaluate, transpose } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), transpose([[1, 2], [3, 4]])).data) // 1, 3, 2, 4
 * ```
 */
export const transpose: OpFunction<
  (x: TensorLike, options?: { perm?: readonly number[] }) => Tensor,
  One,
  TransposeParams
> = /* @__PURE__ */ declare(
  "transpose",
  {
    type: ([x], { perm }) => ({ dtype: x.dtype, shape: perm.map((axis) => x.shape[axis] as number) }),
    vjp: (dy, _y, _args, { perm }) => [transpose(dy, { perm: perm.map((_, axis) => perm.indexOf(axis)) })],
  },
  (make) => (x, options) => {
    const input = tensor(x)
    const rank = input.shape.length
    const perm = (options?.perm ?? input.shape.map((_, axis) => rank - 1 - axis)).map((axis) =>
      normalizeAxis("transpose", axis, rank),
    )
    if (perm.length !== rank || new Set(perm).size !== rank)
      throw fail("SHAPE", "transpose", `perm must name each of the ${rank} axes once`, `perm=${show(options?.perm)}`)
    return perm.every((axis, index) => axis === index) ? input : make([input], { perm })
  },
)

/**
 * Repeats `x` along new leading axes and axes of length 1 until it has `shape`. The gradient is summed over the repeats.
 *
 * @throws GradualError `SHAPE` when `x` does not broadcast to `shape`.
 * @example
 * ```ts
 * import { broadcastTo, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), broadcastTo([1, 2], { shape: [2, 2] })).data) // 1, 2, 1, 2
 * ```
 */
export const broadcastTo: OpFunction<(x: TensorLike, options: { shape: Shape }) => Tensor, One, ShapeParams> =
  /* @__PURE__ */ declare(
    "broadcastTo",
    {
      type: ([x], { shape }) => ({ dtype: x.dtype, shape }),
      vjp: (dy) => [dy], // the walker sums it back
    },
    (make) =>
      (x, { shape }) => {
        const input = tensor(x)
        checkShape("broadcastTo", shape)
        if (!sameShape(broadcastShapes("broadcastTo", [input.shape, shape]), shape))
          throw fail(
            "SHAPE",
            "broadcastTo",
            `${show(input.shape)} does not broadcast to the shape`,
            `shape=${show(shape)}`,
          )
        return sameShape(input.shape, shape) ? input : make([input], { shape })
      },
  )
