import { allocate, type CreateKernels, sizeOf } from "@gradual/core"
import type { Family, Handle } from "../runtime.ts"
import { around } from "../shapes.ts"
import { upload } from "../transfer.ts"

export const create: Family<CreateKernels<Handle>> = ({ tf }) => ({
  constant: (_, { value }) => upload(tf, value),
  iota: (_, { shape, axis }, { dtype }) => {
    const [, length, step] = around(shape, axis)
    const data = allocate(dtype, sizeOf(shape))
    for (let k = 0; k < data.length; k++) data[k] = Math.floor(k / step) % length
    return tf.tensor(data as Float32Array, [...shape], dtype as "float32")
  },
})
