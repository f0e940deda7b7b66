import type { ScanKernels } from "@gradual/core"
import type { Family, Handle } from "../runtime.ts"
import { around } from "../shapes.ts"

export const scan: Family<ScanKernels<Handle>> = ({ tf }) => ({
  // the axis counts from the start: a negative one takes wasm down
  cumsum: ([x], { axis, exclusive, reverse }, out) =>
    tf.reshape(tf.cumsum(tf.reshape(x, [...around(x.shape, axis)]), 1, exclusive, reverse), [...out.shape]),
})
