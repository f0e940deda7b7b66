import { type BlocksKernels, concat, isFloat, pad, reverse, slice, type Tensor } from "@gradual/core"
import type { Draw } from "../draw.ts"
import { any, axisOf, withAxes } from "../operands.ts"
import type { Steps } from "../step.ts"

export const blocks: Steps<BlocksKernels<unknown>> = {
  concat: (draw) => {
    const x = withAxes(draw, any(draw), 1)
    const axis = axisOf(draw, x)
    const along = (axis + x.shape.length) % x.shape.length
    const fits = ({ dtype, shape }: Tensor) =>
      dtype === x.dtype && shape.length === x.shape.length && shape.every((n, i) => i === along || n === x.shape[i])
    const others = Array.from({ length: draw.below(3) }, () => draw.find(fits) ?? x)
    return [concat([x, ...others], { axis })]
  },
  slice: (draw) => {
    const x = any(draw)
    const cut = x.shape.map((length) => {
      const end = length - draw.below(length + 1)
      return { start: draw.below(end + 1), end }
    })
    return [slice(x, { start: cut.map(({ start }) => start), end: cut.map(({ end }) => end) })]
  },
  pad: (draw) => {
    const x = any(draw)
    const counts = () => x.shape.map(() => draw.below(3))
    return [pad(x, { before: counts(), after: counts(), value: filling(draw, x) })]
  },
  reverse: (draw) => {
    const x = any(draw)
    return [reverse(x, { axis: x.shape.flatMap((_, axis) => (draw.below(2) === 0 ? [] : [axis])) })]
  },
}

/** What to pad with: a value that the dtype holds. */
function filling(draw: Draw, { dtype }: Tensor): number {
  if (dtype === "bool") return draw.below(2)
  return draw.oneOf(isFloat(dtype) ? [0, 1, -0.5, 2] : [0, 1, -3])
}
