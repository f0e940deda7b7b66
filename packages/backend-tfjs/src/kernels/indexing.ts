import { type Aval, fail, type IndexingKernels } from "@gradual/core"
import type { Tensor1D } from "@tensorflow/tfjs-core"
import { compute, look } from "../host.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"
import { around } from "../shapes.ts"
import { transposed } from "./shape.ts"

export const indexing: Family<IndexingKernels<Handle>> = (runtime) => ({
  takeAlongAxis: ([x, indices], { axis }, out) => {
    checkIndices(runtime, "takeAlongAxis", indices, axis, x.shape[axis]!)
    return restore(runtime, takeRows(runtime, rows(runtime, x, axis), rows(runtime, indices, axis)), out.shape, axis)
  },
  scatterAddAlongAxis: ([updates, indices], { axis, size }, out) => {
    const { tf } = runtime
    if (updates.size === 0) return tf.zeros([...out.shape], out.dtype as "float32" | "int32")
    // past the end wasm writes into whatever lies there
    checkIndices(runtime, "scatterAddAlongAxis", indices, axis, size)
    const added = rows(runtime, updates, axis)
    const y = scatterRows(runtime, added, rows(runtime, indices, axis), size)
    return restore(runtime, y, out.shape, axis)
  },
})

/** A tensor as rows along an axis: `[the others, axis]`. */
export function rows(runtime: Runtime, x: Handle, axis: number): Handle {
  const { tf } = runtime
  const [before, length, after] = around(x.shape, axis)
  if (after === 1) return tf.reshape(x, [before, length])
  return tf.reshape(transposed(runtime, tf.reshape(x, [before, length, after]), [0, 2, 1]), [before * after, length])
}

/** The inverse of {@link rows}, for a result of this shape. */
export function restore(runtime: Runtime, x: Handle, shape: readonly number[], axis: number): Handle {
  const { tf } = runtime
  const [before, length, after] = around(shape, axis)
  if (after === 1) return tf.reshape(x, [...shape])
  return tf.reshape(transposed(runtime, tf.reshape(x, [before, after, length]), [0, 2, 1]), [...shape])
}

/** `y[i, k] = x[i, indices[i, k]]`; gathering in batches returns anything on wasm. */
export function takeRows(runtime: Runtime, x: Handle, indices: Handle): Handle {
  const { tf, onHost } = runtime
  const [[, size], [count, n]] = [x.shape as [number, number], indices.shape as [number, number]]
  if (onHost)
    return compute(runtime, [x, indices], { dtype: x.dtype as Aval["dtype"], shape: [count, n] }, (to, from, at) => {
      for (let i = 0, k = 0; i < count; i++) for (let j = 0; j < n; j++, k++) to[k] = from![i * size + at![k]!]!
    })
  const at = tf.reshape(places(runtime, indices, size), [-1])
  return tf.reshape(tf.gather(tf.reshape(x, [-1]), at as Tensor1D), indices.shape)
}

/** `y[i, indices[i, k]] += updates[i, k]` over zeros. */
function scatterRows(runtime: Runtime, updates: Handle, indices: Handle, size: number): Handle {
  const { tf, onHost } = runtime
  const [count, n] = updates.shape as [number, number]
  if (onHost)
    return compute(
      runtime,
      [updates, indices],
      { dtype: updates.dtype as Aval["dtype"], shape: [count, size] },
      (to, from, at) => {
        const totals = updates.dtype === "int32" ? new Int32Array(size) : new Float64Array(size)
        for (let i = 0, k = 0; i < count; i++) {
          totals.fill(0)
          for (let j = 0; j < n; j++, k++) totals[at![k]!]! += from![k]!
          to.set(totals, i * size)
        }
      },
    )
  const at = tf.reshape(places(runtime, indices, size), [-1, 1])
  return tf.reshape(tf.scatterND(at, tf.reshape(updates, [-1]), [count * size]), [count, size])
}

/** Where in an array of rows of this length the indices point. */
function places({ tf }: Runtime, indices: Handle, length: number): Handle {
  const count = indices.shape[0]!
  return tf.add(indices, tf.reshape(tf.range(0, count * length, length, "int32"), [count, 1]))
}

/** Refuses indices out of range where they can be looked at without waiting. */
function checkIndices(runtime: Runtime, op: string, indices: Handle, axis: number, size: number): void {
  if (!runtime.onHost) return
  const wrong = look(runtime, indices, (at) => (at as Int32Array).find((index) => index < 0 || index >= size))
  if (wrong !== undefined) throw fail("INDEX", op, `indices run from 0 to ${size - 1} along axis ${axis}`, `${wrong}`)
}
