import type { ScanKernels } from "@gradual/core"
import type { Family, Handle } from "../runtime.ts"
import { restore, rows } from "./indexing.ts"

export const scan: Family<ScanKernels<Handle>> = (runtime) => ({
  // the axis counts from the start: a negative one takes wasm down
  cumsum: ([x], { axis, exclusive, reverse }, out) =>
    restore(runtime, runtime.tf.cumsum(rows(runtime, x, axis), 1, exclusive, reverse), out.shape, axis),
})
