import { ge, maximum, min, sort, sum, type Tensor, where } from "@gradual/core"
import { inDtypeOf } from "../in-dtype.ts"
import { ranksOf } from "../positions.ts"

/** The entries of a row that get more than 0. */
export interface SortedSupport {
  readonly isIn: Tensor
  /** How many they are; at least 1. */
  readonly size: Tensor
}

/**
 * The support of scores whose largest is 0, by sorting. `reaches` says of each sorted score, the largest first, and of its rank, whether it
 * is in. Nothing from −1 down is: held there, masked scores are finite.
 */
export function sortedSupport(
  x: Tensor,
  axis: number,
  reaches: (sorted: Tensor, rank: Tensor) => Tensor,
): SortedSupport {
  const sorted = sort(maximum(x, -1), { axis, descending: true })
  const isIn = ge(x, min(where(reaches(sorted, ranksOf(sorted, axis)), sorted, 0), { axis, keepDims: true }))
  return { isIn, size: sizeOf(isIn, x, axis) }
}

/** How many of a row are in a set, in the dtype of `like`; at least 1. */
export function sizeOf(isIn: Tensor, like: Tensor, axis: number): Tensor {
  return maximum(sum(inDtypeOf(like, isIn), { axis, keepDims: true }), 1)
}
