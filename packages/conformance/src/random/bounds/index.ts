import { type Capabilities, interpret, type NDArray, type Program, type SyncBackend } from "@gradual/core"
import type { Bounds } from "./bounds.ts"
import { contextOf } from "./context.ts"
import { fusedOf } from "./fused.ts"
import { kernelsOf } from "./kernels/index.ts"
import { given } from "./settle.ts"

/** What every output of a program may be on a backend that keeps its budgets, and every variable on the way. */
export type Analyze = (program: Program, inputs: readonly NDArray[]) => readonly Bounds[]

/**
 * Bounds on what a backend of these claims may return. Intervals run through the program in place of numbers, by the same
 * interpreter and a table of kernels like any backend's: each kernel asks the reference for the extremes of its op over what its
 * arguments may be, and widens them by the op's budget. So errors are amplified as the program amplifies them, and where a
 * jump is near, both sides of it are in the bounds.
 */
export function analyzer<H>(reference: SyncBackend<H>, claims: Capabilities): Analyze {
  const context = contextOf(reference, claims)
  const kernels = kernelsOf(context)
  const fused = fusedOf(context, kernels)
  return (program, inputs) =>
    interpret<Bounds>(program, { name: "bounds", kernels, fused })(inputs.map((input) => given(input, claims)))
}
