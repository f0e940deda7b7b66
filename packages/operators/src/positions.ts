import { add, iota, type Tensor } from "@gradual/core"

/** 1, 2, … along an axis, in the dtype and the shape of what is counted. */
export function ranksOf({ shape, dtype }: Tensor, axis: number): Tensor {
  return add(iota({ shape, axis, dtype }), 1)
}
