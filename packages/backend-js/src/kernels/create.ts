import { type CreateKernels, type NDArray, stridesOf } from "@gradual/core"
import type { Place } from "../arena.ts"

export const create: CreateKernels<NDArray, Place> = {
  constant: (_, { value }) => value,
  iota: (_, { shape, axis }, out) => {
    const y = out.make()
    const step = stridesOf(shape)[axis]!
    for (let k = 0; k < y.data.length; k++) y.data[k] = Math.floor(k / step) % shape[axis]!
    return y
  },
}
