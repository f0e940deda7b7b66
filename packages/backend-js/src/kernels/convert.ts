import type { ConvertKernels, NDArray } from "@gradual/core"
import type { Place } from "../arena.ts"

const highest = 2 ** 31 - 1
const lowest = -(2 ** 31)

export const convert: ConvertKernels<NDArray, Place> = {
  cast: ([x], _, out) => {
    const y = out.make()
    const [from, to] = [x.data, y.data]
    if (out.dtype === "bool") for (let k = 0; k < to.length; k++) to[k] = from[k] !== 0 ? 1 : 0
    // storing in an Int32Array would wrap: saturate first (NaN becomes 0 by itself)
    else if (out.dtype === "int32")
      for (let k = 0; k < to.length; k++) to[k] = Math.min(Math.max(Math.trunc(from[k]!), lowest), highest)
    else to.set(from)
    return y
  },
}
