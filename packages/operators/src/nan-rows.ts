import { isNan, max, type Tensor, where } from "@gradual/core"

/** `y`, but NaN in the rows in which a value is NaN. */
export function withNaN(y: Tensor, values: Tensor, axis: number): Tensor {
  return where(isNan(max(values, { axis, keepDims: true })), Number.NaN, y)
}
