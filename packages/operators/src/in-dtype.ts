import { cast, type Tensor, widen } from "@gradual/core"

/**
 * Integers or truth values in the dtype of `like`. Where that is float64 it may be so for headroom only: a plain cast would ask for it,
 * and have the whole program computed in float64 on backends where that is slow.
 */
export function inDtypeOf({ dtype }: Tensor, x: Tensor): Tensor {
  return dtype === "float64" ? widen(x) : cast(x, { dtype })
}
