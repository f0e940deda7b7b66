import type { AxesParams, AxisParams, ReduceKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import { isFloating, type Value } from "../graph.ts"
import { product, sum } from "../math/sums.ts"
import type { Vocabulary } from "../vocabulary.ts"

export const reduction: Family<ReduceKernels<Value>> = (o) => ({
  sum: ([x], { axes }) => sum(o, x, axes),
  prod: ([x], { axes }) => product(o, x, axes),
  max: extreme(o, o.reduceMax),
  min: extreme(o, o.reduceMin),
  argmax: along(o, o.argMax),
  argmin: along(o, o.argMin),
})

/** Runtimes' extremes pass over NaN. A sum of magnitudes does not, and is NaN for nothing else. */
function extreme(o: Vocabulary, reduce: (x: Value, axes: readonly number[]) => Value) {
  return ([x]: readonly [Value], { axes }: AxesParams): Value => {
    const found = reduce(x, axes)
    if (!isFloating(x.dtype)) return found
    const total = o.reduceL1(x, axes)
    return o.where(o.equal(total, total), found, total)
  }
}

/** The first NaN wins; runtimes pass over them. */
function along(o: Vocabulary, find: (x: Value, axis: number) => Value) {
  return ([x]: readonly [Value], { axis }: AxisParams): Value => {
    const found = o.cast(find(x, axis), "int32")
    if (!isFloating(x.dtype)) return found
    const isNan = o.cast(o.not(o.equal(x, x)), "float32")
    return o.where(o.greater(o.reduceMax(isNan, [axis]), 0), o.cast(o.argMax(isNan, axis), "int32"), found)
  }
}
