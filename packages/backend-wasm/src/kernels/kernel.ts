import type { Aval } from "@gradual/core"
import type { Code } from "../encode/code.ts"
import type { Lanes } from "../emit/lanes.ts"

/** Writes what computes four elements of an elementwise op: lanes of the inputs, parameters, and the type of the output. */
export type LoopKernel = (code: Code, args: readonly Lanes[], params: unknown, out: Aval) => Lanes
