import type { Contender, Problem } from "./contender.ts"

/** Correct results in float64 for some whole rows. */
export interface Truth {
  readonly outputs: Float64Array
  readonly gradient: Float64Array
}

/** Something worth computing fast, and everyone who can. */
export interface Workload {
  readonly name: string
  /** One line: what is computed. */
  readonly summary: string
  /** Ours first: others are compared with it. */
  readonly contenders: readonly Contender[]
  /** The true outputs and gradients of rows `from` to `to` (exclusive). */
  truth(problem: Problem, from: number, to: number): Truth
}
