import { add, argsort, broadcastTo, ne, sub, sum, takeAlongAxis, type Tensor, tensor, where } from "@gradual/core"
import { inDtypeOf } from "../in-dtype.ts"
import { isAfter } from "./pairs.ts"
import { blocksOf, type OverBlocks, overBlocks, type Runs } from "./pooling.ts"

/** Where the entries that are not −∞ are, and their ranks among these, from 1: of equal ones the first is lower. */
export function hardRanks(values: Tensor, axis: number): { readonly ranks: Tensor; readonly isLive: Tensor } {
  const isLive = ne(values, Number.NEGATIVE_INFINITY)
  const masked = sum(where(isLive, 0, tensor(1, values.dtype)), { axis, keepDims: true })
  const place = inDtypeOf(values, placeOf(values, axis))
  return { ranks: add(place, sub(1, masked)), isLive }
}

/** The blocks of entries where they stand, from the levels of runs of the sorted ones. Those that are −∞ are by themselves. */
export function blocksOfEntries(values: Tensor, levels: Runs, axis: number): OverBlocks {
  const sorted = blocksOf(levels, isAfter(values, axis), axis)
  const block = takeAlongAxis(sorted, broadcastTo(placeOf(values, axis), { shape: sorted.shape }), { axis })
  return overBlocks(where(ne(values, Number.NEGATIVE_INFINITY), block, -1), values, axis)
}

function placeOf(values: Tensor, axis: number): Tensor {
  return argsort(argsort(values, { axis }), { axis })
}
