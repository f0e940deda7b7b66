import * as core from "@gradual/core"
import type { IndexingKernels, Tensor } from "@gradual/core"
import type { Draw } from "../draw.ts"
import { any, axisOf, number, withAxes } from "../operands.ts"
import type { Steps } from "../step.ts"

export const indexing: Steps<IndexingKernels<unknown>> = {
  takeAlongAxis: (draw) => {
    const x = withAxes(draw, any(draw), 1)
    const axis = axisOf(draw, x)
    const along = (axis + x.shape.length) % x.shape.length
    const like = (y: Tensor) =>
      y.shape.length === x.shape.length && y.shape.every((n, i) => i === along || n === x.shape[i])
    const length = x.shape[along] as number
    if (length === 0) return []
    return [core.takeAlongAxis(x, indices(draw, draw.find(like) ?? x, along, length), { axis })]
  },
  scatterAddAlongAxis: (draw) => {
    const x = withAxes(draw, number(draw), 1)
    const axis = axisOf(draw, x)
    const along = (axis + x.shape.length) % x.shape.length
    const size = (x.shape[along] as number) + draw.below(3)
    if (size === 0) return []
    return [core.scatterAddAlongAxis(x, indices(draw, x, along, size), { axis, size })]
  },
}

/** Indices from 0 up to `length` in the shape of `y`, made of what it holds, or of its order. */
function indices(draw: Draw, y: Tensor, axis: number, length: number): Tensor {
  const kind = draw.below(4)
  if (kind === 0) return core.clip(core.cast(y, { dtype: "int32" }), { min: 0, max: length - 1 })
  const order = kind === 1 ? core.iota({ shape: y.shape, axis }) : core.argsort(y, { axis, descending: kind === 2 })
  return core.clip(order, { min: 0, max: length - 1 })
}
