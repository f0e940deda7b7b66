import { type BlocksKernels, type NDArray, stridesOf } from "@gradual/core"
import type { Place } from "../arena.ts"
import { gather, scatter } from "../loops.ts"

/** Where the element with this index lies in an array of these strides. */
const offset = (index: readonly number[], strides: readonly number[]): number =>
  index.reduce((sum, at, axis) => sum + at * strides[axis]!, 0)

export const blocks: BlocksKernels<NDArray, Place> = {
  concat: (xs, { axis }, out) => {
    const y = out.make()
    const strides = stridesOf(out.shape)
    let at = 0
    for (const x of xs) {
      scatter(x, y, strides, at * strides[axis]!)
      at += x.shape[axis]!
    }
    return y
  },
  slice: ([x], { start }, out) => {
    const strides = stridesOf(x.shape)
    return gather(x, out, strides, offset(start, strides))
  },
  pad: ([x], { before, value }, out) => {
    const y = out.make()
    const strides = stridesOf(out.shape)
    y.data.fill(value)
    scatter(x, y, strides, offset(before, strides))
    return y
  },
  reverse: ([x], { axes }, out) => {
    const strides = stridesOf(x.shape)
    const last = x.shape.map((length, axis) => (axes.includes(axis) ? length - 1 : 0))
    return gather(
      x,
      out,
      strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
      offset(last, strides),
    )
  },
}
