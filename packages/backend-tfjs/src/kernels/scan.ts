import type { ScanKernels } from "@gradual/core"
import type { Family, Handle } from "../runtime.ts"
import { restore, rows } from "./indexing.ts"

export const scan: Family<ScanKernels<Handle>> = (runtime) => {
  const { tf, name } = runtime
  // the axis counts from the start: a negative one takes wasm down
  const forward = (x: Handle, exclusive: boolean): Handle => tf.cumsum(x, 1, exclusive)
  // WebGPU's shader that sums from the end has the length of its first rows in it, and is used again for rows of others
  const backward = (x: Handle, exclusive: boolean): Handle =>
    name === "webgpu" ? tf.reverse(forward(tf.reverse(x, 1), exclusive), 1) : tf.cumsum(x, 1, exclusive, true)
  return {
    cumsum: ([x], { axis, exclusive, reverse }, out) =>
      restore(runtime, (reverse ? backward : forward)(rows(runtime, x, axis), exclusive), out.shape, axis),
  }
}
