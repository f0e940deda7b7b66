import { add, iota, type Tensor } from "@gradual/core"
import { inDtypeOf } from "./in-dtype.ts"

/** 0, 1, … along an axis of a row of `x`, counted from the end, in its dtype: it broadcasts with the row. */
export function places(x: Tensor, axis: number): Tensor {
  return inDtypeOf(x, iota({ shape: x.shape.slice(axis).map((length, i) => (i === 0 ? length : 1)) }))
}

/** 1, 2, … as {@link places}. */
export function ranksOf(x: Tensor, axis: number): Tensor {
  return add(places(x, axis), 1)
}
