import type { Aval, AxesParams, AxisParams, Data, NDArray, ReduceKernels } from "@gradual/core"
import { forEachRun, linesOf, make } from "../loops.ts"
import { stridesOf } from "@gradual/core"

/** Continues a reduction over a run of `n` elements, `step` apart from `at` on. */
type Fold = (sofar: number, x: Data, n: number, at: number, step: number) => number

/** Reduces in float64: sums of float32 are exact to the last bit unless they cancel or are very long. */
function reduce(initial: number, fold: Fold) {
  return ([x]: readonly [NDArray], { axes }: AxesParams, out: Aval): NDArray => {
    const y = make(out)
    const strides = stridesOf(x.shape)
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    const reduced = x.shape.map((length, axis) => (axes.includes(axis) ? length : 1))
    forEachRun(kept, [stridesOf(kept), strides], (n, [o, i], [, step]) => {
      for (let k = 0; k < n; k++) {
        let result = initial
        const from = i! + k * step!
        forEachRun(reduced, [strides], (length, [at], [stride]) => {
          result = fold(result, x.data, length, from + at!, stride!)
        })
        y.data[o! + k] = result
      }
    })
    return y
  }
}

/** Finds, along one axis, the first element that no other is `better` than; a NaN wins. */
function argReduce(better: (a: number, b: number) => boolean) {
  return ([x]: readonly [NDArray], { axis }: AxisParams, out: Aval): NDArray => {
    const y = make(out)
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

export const reduction: ReduceKernels<NDArray> = {
  sum: reduce(0, (sofar, x, n, at, step) => {
    let total = sofar
    for (let k = 0; k < n; k++) total += x[at + k * step]!
    return total
  }),
  prod: (args, params, out) => (out.dtype === "int32" ? integerProduct : product)(args, params, out),
  max: reduce(Number.NEGATIVE_INFINITY, (sofar, x, n, at, step) => {
    let top = sofar
    for (let k = 0; k < n; k++) top = Math.max(top, x[at + k * step]!)
    return top
  }),
  min: reduce(Number.POSITIVE_INFINITY, (sofar, x, n, at, step) => {
    let bottom = sofar
    for (let k = 0; k < n; k++) bottom = Math.min(bottom, x[at + k * step]!)
    return bottom
  }),
  argmax: argReduce((a, b) => a > b),
  argmin: argReduce((a, b) => a < b),
}

const product = reduce(1, (sofar, x, n, at, step) => {
  let total = sofar
  for (let k = 0; k < n; k++) total *= x[at + k * step]!
  return total
})
const integerProduct = reduce(1, (sofar, x, n, at, step) => {
  let total = sofar
  for (let k = 0; k < n; k++) total = Math.imul(total, x[at + k * step]!)
  return total
})
