import type { BlocksKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import type { Value } from "../graph.ts"
import { count } from "./create.ts"

export const blocks: Family<BlocksKernels<Value>> = (o) => ({
  concat: (xs, { axis }) => o.concat(xs, axis),
  slice: ([x], { start, end }) => o.slice(x, start, end),
  pad: ([x], { before, after, value }) => o.pad(x, before, after, value),
  // not by Slice with negative steps: on WebGPU it loses the first element
  reverse: ([x], { axes }) =>
    axes.reduce((y, axis) => {
      const length = y.shape[axis]!
      const last = o.sub(o.length(length), o.length(1))
      return o.gather(y, o.sub(last, count(o, length)), axis)
    }, x),
})
