import {
  type Aval,
  type AxesParams,
  type AxisParams,
  type Data,
  type ReduceKernels,
  reducedShape,
  sizeOf,
} from "@gradual/core"
import { axisByAxis, toFloat } from "../elementwise.ts"
import { compute } from "../host.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"
import { around, collapse } from "../shapes.ts"
import { rows } from "./indexing.ts"

export const reduction: Family<ReduceKernels<Handle>> = (runtime) => {
  const { tf, onHost } = runtime
  return {
    sum: over(runtime, 0, onHost ? onLines(runtime, sums) : eachAxis(runtime, tf.sum)),
    prod: over(runtime, 1, onHost ? onLines(runtime, products) : eachAxis(runtime, tf.prod)),
    max: over(runtime, Number.NEGATIVE_INFINITY, eachAxis(runtime, tf.max)),
    min: over(runtime, Number.POSITIVE_INFINITY, eachAxis(runtime, tf.min)),
    argmax: along(runtime, (x) => tf.argMax(x, 1)),
    argmin: along(runtime, (x) => tf.argMin(x, 1)),
  }
}

type Reduction = (x: Handle, axes: number[]) => Handle

/** A reduction over several axes, of tensors of few axes; of nothing it is `empty`: runtimes return anything there. */
function over({ tf }: Runtime, empty: number, reduce: Reduction) {
  return ([x]: readonly [Handle], { axes }: AxesParams, out: Aval): Handle => {
    if (x.size === 0) return tf.fill([...out.shape], empty, out.dtype as "float32" | "int32")
    const { shape, operands } = collapse(x.shape, [reducedShape(x.shape, axes)])
    const kept = operands[0]!
    const reduced = shape.map((_, axis) => axis).filter((axis) => kept[axis] === 1)
    return reduced.length === 0
      ? tf.reshape(x, [...out.shape])
      : tf.reshape(reduce(tf.reshape(x, shape), reduced), [...out.shape])
  }
}

/** One axis after another, as rows: any number of axes will do. */
function eachAxis(runtime: Runtime, reduce: (x: Handle, axis: number) => Handle): Reduction {
  const { tf } = runtime
  return (x, axes) =>
    axisByAxis(tf, x, axes, (lines) =>
      tf.reshape(reduce(rows(runtime, lines, 1), 1), [lines.shape[0]!, 1, lines.shape[2]!]),
    )
}

/** Reduces `[before, n, after]` over n, with the products of integers taken modulo 2³². */
type Lines = (to: Data, x: Data, before: number, n: number, after: number) => void

/** TensorFlow.js adds in float32 on wasm, one by one, so that long sums lose their digits; cpu multiplies integers in float64. */
function onLines(runtime: Runtime, reduce: Lines): Reduction {
  const { tf } = runtime
  return (x, axes) => {
    const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
    const shape = kept.map((axis) => x.shape[axis]!)
    const size = sizeOf(shape)
    const [lines, before, n, after] =
      axes.length === 1
        ? ([x, ...around(x.shape, axes[0]!)] as const)
        : ([tf.transpose(x, [...kept, ...axes]), size, x.size / size, 1] as const)
    return compute(runtime, [lines], { dtype: x.dtype as Aval["dtype"], shape }, (to, from) =>
      reduce(to, from!, before, n, after),
    )
  }
}

const sums: Lines = (to, x, before, n, after) => {
  const totals = new Float64Array(after)
  for (let i = 0, at = 0; i < before; i++) {
    if (after === 1) {
      let total = 0
      for (let k = 0; k < n; k++) total += x[at++]!
      totals[0] = total
    } else {
      totals.fill(0)
      for (let k = 0; k < n; k++) for (let j = 0; j < after; j++) totals[j]! += x[at++]!
    }
    to.set(totals, i * after)
  }
}

const products: Lines = (to, x, before, n, after) => {
  const isInt = to instanceof Int32Array
  const totals = isInt ? new Int32Array(after) : new Float64Array(after)
  for (let i = 0, at = 0; i < before; i++) {
    totals.fill(1)
    for (let k = 0; k < n; k++)
      for (let j = 0; j < after; j++, at++) totals[j] = isInt ? Math.imul(totals[j]!, x[at]!) : totals[j]! * x[at]!
    to.set(totals, i * after)
  }
}

/** An index reduction in which the first NaN wins: TensorFlow.js passes over them. */
function along(runtime: Runtime, find: (x: Handle) => Handle) {
  const { tf } = runtime
  return ([x]: readonly [Handle], { axis }: AxisParams, out: Aval): Handle => {
    const lines = rows(runtime, x, axis)
    const found = find(lines)
    if (x.dtype !== "float32") return tf.reshape(found, [...out.shape])
    const nan = toFloat(runtime, tf.isNaN(lines))
    return tf.reshape(tf.where(tf.greater(tf.max(nan, 1), 0), tf.argMax(nan, 1), found), [...out.shape])
  }
}
