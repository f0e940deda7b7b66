import { type NDArray, type ShapeKernels, stridesOf } from "@gradual/core"
import type { Place } from "../arena.ts"
import { broadcastStrides, gather } from "../loops.ts"

export const shape: ShapeKernels<NDArray, Place> = {
  reshape: ([x], _, out) => ({ ...x, shape: out.shape }), // shares the data: nobody writes to a finished array
  transpose: ([x], { perm }, out) => {
    const strides = stridesOf(x.shape)
    return gather(
      x,
      out,
      perm.map((axis) => strides[axis]!),
    )
  },
  broadcastTo: ([x], _, out) => gather(x, out, broadcastStrides(x.shape, out.shape)),
}
