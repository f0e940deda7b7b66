import type { Aval } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import type { Lanes } from "../emit/lanes.ts"

/** Where a kernel writes its instructions. */
export interface Context {
  readonly code: Code
  /** What several kernels need of a value, made once. */
  once(key: string, make: () => readonly Value[]): readonly Value[]
}

/** Writes what computes four elements of an elementwise op: lanes of the inputs, parameters, and the type of the output. */
export type LoopKernel = (context: Context, args: readonly Lanes[], params: unknown, out: Aval) => Lanes
