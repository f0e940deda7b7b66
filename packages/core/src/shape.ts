import { fail, show } from "./errors.ts"

/** Lengths of the axes; `[]` is a scalar. */
export type Shape = readonly number[]

/**
 * Number of elements of a shape: the product of its lengths, 1 for a scalar.
 *
 * @example
 * ```ts
 * import { sizeOf } from "@gradual/core"
 * console.log(sizeOf([2, 3])) // 6
 * ```
 */
export function sizeOf(shape: Shape): number {
  let size = 1
  for (const length of shape) size *= length
  return size
}

/**
 * Whether two shapes have the same lengths in the same order.
 *
 * @example
 * ```ts
 * import { sameShape } from "@gradual/core"
 * console.log(sameShape([2, 3], [3, 2])) // false
 * ```
 */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis])
}

/** Throws unless `shape` is a list of non-negative integers. */
export function checkShape(op: string, shape: unknown): asserts shape is Shape {
  if (!Array.isArray(shape) || !shape.every((length) => Number.isInteger(length) && length >= 0))
    throw fail("SHAPE", op, "shape must be a list of non-negative integers", show(shape))
  if (sizeOf(shape) > Number.MAX_SAFE_INTEGER) throw fail("SHAPE", op, "shape has too many elements", show(shape))
}

/**
 * The shape to which all `shapes` broadcast (NumPy's rule: aligned at the end, length 1 stretches). `op` is who asks, for the
 * message.
 *
 * @throws GradualError `SHAPE` when they do not broadcast.
 * @example
 * ```ts
 * import { broadcastShapes } from "@gradual/core"
 * console.log(broadcastShapes("add", [[2, 1], [3]])) // [2, 3]
 * ```
 */
export function broadcastShapes(op: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    let length = 1
    for (const shape of shapes) {
      const own = shape[axis - rank + shape.length] ?? 1
      if (own === 1 || own === length) continue
      if (length !== 1)
        throw fail("SHAPE", op, "shapes do not broadcast", shapes.map(show).join(" and "), "Lengths must match or be 1")
      length = own
    }
    return length
  })
}

/**
 * A single axis as a non-negative number; negative ones count from the end. `op` is who asks, for the message.
 *
 * @throws GradualError `VALUE` when it is not an integer, `SHAPE` when it is out of range.
 * @example
 * ```ts
 * import { normalizeAxis } from "@gradual/core"
 * console.log(normalizeAxis("sort", -1, 3)) // 2
 * ```
 */
export function normalizeAxis(op: string, axis: unknown, rank: number): number {
  if (!Number.isInteger(axis)) throw fail("VALUE", op, "axis must be an integer", `axis=${show(axis)}`)
  const index = axis as number
  if (index < -rank || index >= rank)
    throw fail("SHAPE", op, `axis ${index} is out of range for rank ${rank}`, `axis=${index}`)
  return index < 0 ? index + rank : index
}

/** Axes, negative ones counted from the end, as an ascending list without repetition; `undefined` means all of them. */
export function normalizeAxes(
  op: string,
  axis: number | readonly number[] | undefined,
  rank: number,
): readonly number[] {
  if (axis === undefined) return Array.from({ length: rank }, (_, index) => index)
  const list = typeof axis === "number" ? [axis] : axis
  if (!Array.isArray(list))
    throw fail("VALUE", op, "axis must be an integer or a list of integers", `axis=${show(axis)}`)
  const axes = list.map((one) => normalizeAxis(op, one, rank)).sort((a, b) => a - b)
  if (new Set(axes).size !== axes.length) throw fail("SHAPE", op, "axes must not repeat", `axis=${show(axis)}`)
  return axes
}

/**
 * The shape in which the reduced axes have length 1. `axes` must be normalised.
 *
 * @example
 * ```ts
 * import { reducedShape } from "@gradual/core"
 * console.log(reducedShape([2, 3], [1])) // [2, 1]
 * ```
 */
export function reducedShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
}

/**
 * Elements to step over for one step along each axis of a row-major array.
 *
 * @example
 * ```ts
 * import { stridesOf } from "@gradual/core"
 * console.log(stridesOf([2, 3])) // [3, 1]
 * ```
 */
export function stridesOf(shape: Shape): readonly number[] {
  const strides = new Array<number>(shape.length)
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis] as number
  }
  return strides
}
