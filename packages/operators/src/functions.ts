import { hardArgmaxFunction } from "./choice/hard-argmax.ts"
import type { DescribedFunction } from "./described.ts"

/** Every function beside the catalogue, by its name. */
export const functions: {
  readonly hardArgmax: DescribedFunction
} = Object.freeze({
  hardArgmax: hardArgmaxFunction,
})

/** The name of a function beside the catalogue. */
export type FunctionName = keyof typeof functions
