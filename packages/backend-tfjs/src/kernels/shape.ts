import type { ShapeKernels } from "@gradual/core"
import { broadcast, stretch } from "../elementwise.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"
import { collapsePermutation } from "../shapes.ts"

export const shape: Family<ShapeKernels<Handle>> = (runtime) => ({
  reshape: ([x], _, out) => runtime.tf.reshape(x, [...out.shape]),
  transpose: ([x], { perm }, out) => runtime.tf.reshape(transposed(runtime, x, perm), [...out.shape]),
  broadcastTo: ([x], _, out) =>
    broadcast(runtime.tf, [x], out.shape, ([narrow], wide) => stretch(runtime, narrow!, wide)),
})

/** WebGPU transposes only float32 rightly. */
function transposed({ tf, isGpu }: Runtime, x: Handle, perm: readonly number[]): Handle {
  const joined = collapsePermutation(x.shape, perm)
  const moved = (y: Handle): Handle => tf.transpose(tf.reshape(y, joined.shape), joined.perm)
  return isGpu && x.dtype !== "float32" ? tf.cast(moved(tf.cast(x, "float32")), x.dtype) : moved(x)
}
