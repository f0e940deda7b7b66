import * as core from "@gradual/core"
import type { Fused } from "@gradual/core"
import { any, axisOf, beside, number, withAxes } from "../operands.ts"
import { ofOne, ofTwo, type Step, type Steps } from "../step.ts"
import { axes } from "./reduce.ts"

/** Composites for which backends may have kernels. */
export const fusable: Required<Steps<Fused<unknown>>> = {
  softmax: (draw) => {
    const x = withAxes(draw, number(draw), 1)
    return [core.softmax(x, { axis: axisOf(draw, x) })]
  },
  logSumExp: (draw) => {
    const x = withAxes(draw, number(draw), 1)
    return [core.logSumExp(x, { axis: axisOf(draw, x), keepDims: draw.below(2) === 1 })]
  },
  clip: (draw) => {
    const [min, max] = draw.oneOf(intervals)
    return [core.clip(number(draw), { min, max })]
  },
}

const intervals: readonly (readonly [min: number, max: number])[] = [
  [-1, 1],
  [0, 1],
  [0.25, 0.25],
  [0, Number.POSITIVE_INFINITY],
  [Number.NEGATIVE_INFINITY, 0.5],
]

/** Others: what they are made of is what counts. */
export const composites: Readonly<Record<string, Step>> = {
  mean: (draw) => {
    const x = number(draw)
    return [core.mean(x, { ...axes(draw, x), keepDims: draw.below(2) === 1 })]
  },
  logSoftmax: (draw) => {
    const x = withAxes(draw, number(draw), 1)
    return [core.logSoftmax(x, { axis: axisOf(draw, x) })]
  },
  cumprod: (draw) => {
    const x = withAxes(draw, number(draw), 1)
    return [core.cumprod(x, { axis: axisOf(draw, x), exclusive: draw.below(2) === 1, reverse: draw.below(2) === 1 })]
  },
  topK: (draw) => {
    const x = withAxes(draw, number(draw), 1)
    const axis = axisOf(draw, x)
    const { values, indices } = core.topK(x, { k: draw.below((x.shape.at(axis) as number) + 1), axis })
    return [values, indices]
  },
  all: (draw) => {
    const x = any(draw)
    return [core.all(x, axes(draw, x))]
  },
  any: (draw) => {
    const x = any(draw)
    return [core.any(x, axes(draw, x))]
  },
  oneHot: (draw) => [core.oneHot(core.cast(any(draw), { dtype: "int32" }), { depth: draw.below(4) })],
  softplus: ofOne(core.softplus),
  square: ofOne(core.square),
  reciprocal: ofOne(core.reciprocal),
  isNan: ofOne(core.isNan),
  stopGradient: ofOne(core.stopGradient),
  limitProduct: ofTwo(core.limitProduct),
  straightThrough: (draw) => {
    const soft = number(draw)
    const hard = beside(draw, soft, ({ dtype, shape }) => dtype === soft.dtype && core.sameShape(shape, soft.shape))
    return [core.straightThrough(hard, soft)]
  },
}
