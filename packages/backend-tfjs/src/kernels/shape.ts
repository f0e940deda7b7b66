import { type ShapeKernels, sizeOf } from "@gradual/core"
import { broadcast, fewAxes, stretch, toFloat } from "../elementwise.ts"
import type { Family, Handle, Runtime, TensorFlow } from "../runtime.ts"
import { collapsePermutation } from "../shapes.ts"

export const shape: Family<ShapeKernels<Handle>> = (runtime) => ({
  reshape: ([x], _, out) => runtime.tf.reshape(x, [...out.shape]),
  transpose: ([x], { perm }, out) => runtime.tf.reshape(transposed(runtime, x, perm), [...out.shape]),
  broadcastTo: ([x], _, out) =>
    broadcast(runtime.tf, [x], out.shape, ([narrow], wide) => stretch(runtime, narrow!, wide)),
})

/** A tensor with its axes permuted. WebGPU has a shader for that in float32 alone. */
export function transposed(runtime: Runtime, x: Handle, perm: readonly number[]): Handle {
  const { tf, isGpu } = runtime
  const joined = collapsePermutation(x.shape, perm)
  const moved = (y: Handle): Handle => permute(tf, tf.reshape(y, joined.shape), joined.perm)
  return isGpu && x.dtype !== "float32" ? tf.cast(moved(toFloat(runtime, x)), x.dtype) : moved(x)
}

/** Many axes are moved to their places one after another: each time two blocks of axes change places. */
function permute(tf: TensorFlow, x: Handle, perm: number[]): Handle {
  if (perm.length <= fewAxes) return tf.transpose(x, perm)
  const order = perm.map((_, axis) => axis)
  return perm.reduce((y, axis, to) => {
    const from = order.indexOf(axis)
    const size = (start: number, end?: number): number => sizeOf(order.slice(start, end).map((own) => x.shape[own]!))
    const blocks = [size(0, to), size(to, from), size(from, from + 1), size(from + 1)]
    order.splice(to, 0, ...order.splice(from, 1))
    return tf.transpose(tf.reshape(y, blocks), [0, 2, 1, 3])
  }, x)
}
