import type { Contender, Ready } from "../contender.ts"
import { firstRows, type Problem, rowsOf } from "../problem.ts"
import type { WorkloadName } from "../workloads.ts"
import { worstOf } from "./accuracy.ts"
import { type Warm, warm } from "./measure.ts"

/** Elements of the part on which a contender's speed is estimated first, and its outputs are compared with the truth. */
const partSize = 2 ** 18
/** Milliseconds to warm up there. */
const partWarmUp = 200
/** Milliseconds that one call may take. */
const longestCall = 2000

/** A contender that is ready for a problem, or for as many of its rows as it computes in reasonable time. */
export interface Fitted extends Warm {
  readonly timed: Ready
  readonly problem: Problem
  /** The largest error of its outputs, in ulps. */
  readonly outputUlp: number
}

/** Prepares a contender and warms it up. */
export async function fit(contender: Contender, workload: WorkloadName, problem: Problem): Promise<Fitted> {
  const { rows, length } = rowsOf(problem)
  const part = firstRows(problem, Math.min(rows, Math.max(1, Math.floor(partSize / length))))
  const first = await contender.prepare(part)
  let estimate: Warm
  let outputUlp: number
  try {
    outputUlp = worstOf("outputs", await first.outputs(), workload, part)
    estimate = await warm(first, partWarmUp)
  } finally {
    await first.dispose()
  }
  const perRow = estimate.fastest / rowsOf(part).rows
  const fitting = Math.min(rows, Math.max(1, Math.floor(longestCall / perRow)))
  const chosen = fitting === rows ? problem : firstRows(problem, fitting)
  const ready = await contender.prepare(chosen)
  try {
    return { ...(await warm(ready)), timed: ready, problem: chosen, outputUlp }
  } catch (error) {
    await ready.dispose()
    throw error
  }
}
