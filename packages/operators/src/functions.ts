import { hardArgmaxFunction } from "./choice/hard-argmax.ts"
import type { DescribedFunction } from "./described.ts"
import { weightedSoftRankFunction } from "./order/weighted-soft-rank.ts"

/** Every function beside the catalogue, by its name. */
export const functions: {
  readonly hardArgmax: DescribedFunction
  readonly weightedSoftRank: DescribedFunction
} = Object.freeze({
  hardArgmax: hardArgmaxFunction,
  weightedSoftRank: weightedSoftRankFunction,
})

/** The name of a function beside the catalogue. */
export type FunctionName = keyof typeof functions
