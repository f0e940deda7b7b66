import { add, iota, type Tensor } from "@gradual/core"
import { inDtypeOf } from "./in-dtype.ts"

/** 0, 1, … along an axis, in the dtype and the shape of what is counted. */
export function placesOf(counted: Tensor, axis: number): Tensor {
  return inDtypeOf(counted, iota({ shape: counted.shape, axis }))
}

/** 1, 2, … along an axis, in the dtype and the shape of what is counted. */
export function ranksOf(counted: Tensor, axis: number): Tensor {
  return add(placesOf(counted, axis), 1)
}
