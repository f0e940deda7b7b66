import * as core from "@gradual/core"
import type { ArgReduce, Reduce, ReduceKernels, Tensor } from "@gradual/core"
import type { Draw } from "../draw.ts"
import { axisOf, number, withAxes } from "../operands.ts"
import type { Step, Steps } from "../step.ts"

export const reduction: Steps<ReduceKernels<unknown>> = {
  sum: over(core.sum),
  prod: over(core.prod),
  max: over(core.max, isFull),
  min: over(core.min, isFull),
  argmax: indexOf(core.argmax),
  argmin: indexOf(core.argmin),
}

/** Whether it has elements along all axes: what has none has no extreme. */
function isFull({ shape }: Tensor): boolean {
  return !shape.includes(0)
}

function over(fn: Reduce, suits: (x: Tensor) => boolean = () => true): Step {
  return (draw) => {
    const x = number(draw)
    if (!suits(x)) return []
    return [fn(x, { ...axes(draw, x), keepDims: draw.below(2) === 1 })]
  }
}

/** No axes, which means all, or some of them. */
export function axes(draw: Draw, { shape }: Tensor): { readonly axis?: number | readonly number[] } {
  const kind = draw.below(3)
  if (kind === 0 || shape.length === 0) return {}
  if (kind === 1) return { axis: draw.below(shape.length) - draw.below(2) * shape.length }
  return { axis: shape.flatMap((_, axis) => (draw.below(2) === 0 ? [] : [axis])) }
}

function indexOf(fn: ArgReduce): Step {
  return (draw) => {
    const x = withAxes(draw, number(draw), 1)
    if (!isFull(x)) return []
    return [fn(x, { axis: axisOf(draw, x), keepDims: draw.below(2) === 1 })]
  }
}
