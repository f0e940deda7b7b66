import type { Problem } from "./problem.ts"
import type { Workload } from "./workloads.ts"

/** The one number of a workload, and its gradient in the values. Holds until the contender runs next. */
export interface Evaluation {
  readonly value: number
  readonly gradient: Float32Array
}

/** What is timed. */
export interface Timed {
  /** Milliseconds that so many calls take, one after the other. */
  time(calls: number): number | Promise<number>
}

/** A contender with its inputs in place and everything compiled that it compiles. */
export interface Ready extends Timed {
  /** One of the calls that are timed: it is done when value and gradient are numbers that the caller can read. */
  run(): Evaluation | Promise<Evaluation>
  /** The outputs that the value is the mean of; for measuring accuracy, never timed. */
  outputs(): Float32Array | Promise<Float32Array>
  dispose(): void | Promise<void>
}

/** Something that computes a workload. */
export interface Contender {
  readonly name: string
  /** Not ours: a library or code that people use instead. */
  readonly peer: boolean
  prepare(problem: Problem): Promise<Ready>
}

/** Why a contender takes no part: something that it needs is not on this machine. */
export class LeftOut extends Error {
  override readonly name: string = "LeftOut"
}

/** Contenders of one kind for a workload: one, or two where a rearranged formula is clearly faster. */
export type Kind = (workload: Workload) => readonly Contender[]

/** The formula as people write it and, where that is clearly faster, the same rearranged by hand so that work is shared. */
export interface Formulas<F> {
  readonly posted: F
  readonly shared?: F
}

/** Peers of a name, one per formula. */
export function peersOf<F>(
  name: string,
  { posted, shared }: Formulas<F>,
  prepare: (formula: F, problem: Problem) => Promise<Ready>,
): readonly Contender[] {
  const peer = (named: string, formula: F): Contender => ({
    name: named,
    peer: true,
    prepare: (problem) => prepare(formula, problem),
  })
  return [peer(name, posted), ...(shared === undefined ? [] : [peer(`${name}-shared`, shared)])]
}

/** Makes a contender of this process: its calls are timed in place. */
export function timed(contender: Omit<Ready, "time">): Ready {
  return {
    ...contender,
    time: async (calls) => {
      const start = performance.now()
      for (let k = 0; k < calls; k++) {
        const result = contender.run()
        // what is synchronous waits for no promise
        if (result instanceof Promise) await result
      }
      return performance.now() - start
    },
  }
}
