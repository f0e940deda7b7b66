import { eq, max, type Tensor, where } from "@gradual/core"
import { scaledSoftmaxRows } from "../scaled-softmax.ts"

/** The entries, but rows that are −∞ throughout as zeros: where nothing can be chosen, no −∞ − (−∞) may arise. */
export function withoutMaskedRows(values: Tensor, axis: number): Tensor {
  return where(isMaskedRow(values, axis), 0, values)
}

/** Where a row is −∞ throughout. */
export function isMaskedRow(values: Tensor, axis: number): Tensor {
  return eq(max(values, { axis, keepDims: true }), Number.NEGATIVE_INFINITY)
}

/** The rows of scaledSoftmax; zeros where a row is −∞ throughout. */
export function maskedSoftmaxRows(values: Tensor, p: Tensor, axis: number): Tensor {
  return where(isMaskedRow(values, axis), 0, scaledSoftmaxRows(withoutMaskedRows(values, axis), p, axis))
}
