import { type Aval, type AxesParams, type AxisParams, type ReduceKernels, reducedShape } from "@gradual/core"
import { reduceOnHost } from "../host.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"
import { around, collapse, count } from "../shapes.ts"
import { wrappedProduct } from "./arithmetic.ts"

export const reduction: Family<ReduceKernels<Handle>> = (runtime) => {
  const { tf, isWasm } = runtime
  // one by one, so that long sums lose their digits and depend on the order
  const addsInFloat32 = ({ dtype }: Handle): boolean => isWasm && dtype === "float32"
  return {
    sum: over(runtime, 0, (x, axes) => (addsInFloat32(x) ? reduceOnHost(runtime, "sum", x, axes) : tf.sum(x, axes))),
    prod: over(runtime, 1, (x, axes) => {
      if (x.dtype === "int32") return wrappedProducts(runtime, x, axes)
      return addsInFloat32(x) ? reduceOnHost(runtime, "prod", x, axes) : tf.prod(x, axes)
    }),
    max: over(runtime, Number.NEGATIVE_INFINITY, (x, axes) => tf.max(x, axes)),
    min: over(runtime, Number.POSITIVE_INFINITY, (x, axes) => tf.min(x, axes)),
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

/** Integer products modulo 2³², halving: the cpu backend multiplies them up in float64. */
function wrappedProducts(runtime: Runtime, x: Handle, axes: number[]): Handle {
  const { tf } = runtime
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const total = count(kept.map((axis) => x.shape[axis]!))
  let lines = tf.reshape(tf.transpose(x, [...kept, ...axes]), [total, x.size / total])
  for (let n = lines.shape[1]!; n > 1; n = lines.shape[1]!) {
    const half = Math.floor(n / 2)
    const product = wrappedProduct(runtime, tf.slice(lines, [0, 0], [-1, half]), tf.slice(lines, [0, half], [-1, half]))
    lines = n % 2 === 0 ? product : tf.concat([product, tf.slice(lines, [0, n - 1], [-1, 1])], 1)
  }
  return lines
}

/** An index reduction in which the first NaN wins: TensorFlow.js passes over them. */
function along(runtime: Runtime, find: (x: Handle) => Handle) {
  const { tf } = runtime
  return ([x]: readonly [Handle], { axis }: AxisParams, out: Aval): Handle => {
    const [before, length, after] = around(x.shape, axis)
    const lines = tf.reshape(x, [before, length, after])
    const found = find(lines)
    if (x.dtype !== "float32") return tf.reshape(found, [...out.shape])
    const nan = tf.cast(tf.isNaN(lines), "float32")
    return tf.reshape(tf.where(tf.greater(tf.max(nan, 1), 0), tf.argMax(nan, 1), found), [...out.shape])
  }
}
