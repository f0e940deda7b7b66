import {
  type AxesParams,
  type AxisParams,
  type Data,
  type NDArray,
  type ReduceKernels,
  reducedShape,
  sizeOf,
  stridesOf,
} from "@gradual/core"
import type { Place } from "../arena.ts"
import { broadcastStrides, forEachRun, linesOf } from "../loops.ts"

/**
 * Takes a run of elements `x[i + k·p]` into the totals `total[o + k·s]`. s is 0 where the run is reduced: the common ones
 * then keep their total out of memory.
 */
type Take = (total: Float64Array, x: Data, n: number, o: number, s: number, i: number, p: number) => void

/** Reduces in the order of memory and in float64: float32 sums are right to the last bit unless they cancel. */
function reduce(initial: number, take: Take) {
  return ([x]: readonly [NDArray], { axes }: AxesParams, out: Place): NDArray => {
    const kept = reducedShape(x.shape, axes)
    const totals = new Float64Array(sizeOf(kept)).fill(initial)
    forEachRun(x.shape, [broadcastStrides(kept, x.shape), stridesOf(x.shape)], (n, [o, i], [s, p]) =>
      take(totals, x.data, n, o!, s!, i!, p!),
    )
    const y = out.make()
    y.data.set(totals)
    return y
  }
}

/** Finds, along one axis, the first element that no other is `better` than; a NaN wins. */
function argReduce(better: (a: number, b: number) => boolean) {
  return ([x]: readonly [NDArray], { axis }: AxisParams, out: Place): NDArray => {
    const y = out.make()
    const { lines, n, step, start } = linesOf(x.shape, axis)
    for (let line = 0; line < lines; line++) {
      const at = start(line)
      let best = 0
      for (let k = 1; k < n && !Number.isNaN(x.data[at + best * step]); k++) {
        const value = x.data[at + k * step]!
        if (better(value, x.data[at + best * step]!) || Number.isNaN(value)) best = k
      }
      y.data[line] = best
    }
    return y
  }
}

const multiplyFloats = reduce(1, (total, x, n, o, s, i, p) => {
  for (let k = 0; k < n; k++) total[o + k * s] = total[o + k * s]! * x[i + k * p]!
})
const multiplyIntegers = reduce(1, (total, x, n, o, s, i, p) => {
  for (let k = 0; k < n; k++) total[o + k * s] = Math.imul(total[o + k * s]!, x[i + k * p]!)
})

export const reduction: ReduceKernels<NDArray, Place> = {
  sum: reduce(0, (total, x, n, o, s, i, p) => {
    if (s === 0) {
      let sum = total[o]!
      for (let k = 0; k < n; k++) sum += x[i + k * p]!
      total[o] = sum
    } else for (let k = 0; k < n; k++) total[o + k * s] = total[o + k * s]! + x[i + k * p]!
  }),
  prod: (args, params, out) => (out.dtype === "int32" ? multiplyIntegers : multiplyFloats)(args, params, out),
  max: reduce(Number.NEGATIVE_INFINITY, (total, x, n, o, s, i, p) => {
    if (s === 0) {
      let top = total[o]!
      for (let k = 0; k < n; k++) top = Math.max(top, x[i + k * p]!)
      total[o] = top
    } else for (let k = 0; k < n; k++) total[o + k * s] = Math.max(total[o + k * s]!, x[i + k * p]!)
  }),
  min: reduce(Number.POSITIVE_INFINITY, (total, x, n, o, s, i, p) => {
    for (let k = 0; k < n; k++) total[o + k * s] = Math.min(total[o + k * s]!, x[i + k * p]!)
  }),
  argmax: argReduce((a, b) => a > b),
  argmin: argReduce((a, b) => a < b),
}
