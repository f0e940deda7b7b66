import type { TensorFunction } from "./listed.ts"

/** A function beside the catalogue: its result has another shape than its values, or it is no relaxation by itself. */
export interface Described {
  readonly name: string
  readonly summary: string
  readonly formula: string
  /** How many of its arguments are tensors. */
  readonly tensors: number
  readonly source: string
}

/** Such a function with what is said of it. */
export type DescribedFunction = Described & { readonly function: TensorFunction }
