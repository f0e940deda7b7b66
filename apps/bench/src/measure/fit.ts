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
const longestCall = 700

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
  const partRows = Math.min(rows, Math.max(1, Math.floor(partSize / length)))
  const part = partRows === rows ? problem : firstRows(problem, partRows)
  const fitting = ({ fastest }: Warm) => Math.min(rows, Math.max(1, Math.floor((longestCall * partRows) / fastest)))
  const first = await prepared(contender, part, async (ready) => {
    const outputUlp = worstOf("outputs", await ready.outputs(), workload, part)
    if (part === problem) return { ...(await warm(ready)), outputUlp }
    const soon = await warm(ready, partWarmUp)
    // an engine may be slow because it is slow to compile: whoever would not get all rows is given more time
    return { ...(fitting(soon) < rows ? await warm(ready, longestCall) : soon), outputUlp }
  })
  if (part === problem) return first
  await first.timed.dispose()
  const most = fitting(first)
  const chosen = most === rows ? problem : firstRows(problem, most)
  return await prepared(contender, chosen, async (ready) => ({
    ...(await warm(ready, 0)), // the part has warmed the engine up
    outputUlp: first.outputUlp,
  }))
}

/** A contender that is ready, with what is known of it; disposed of if that cannot be found. */
async function prepared<F>(contender: Contender, problem: Problem, look: (ready: Ready) => Promise<F>) {
  const ready = await contender.prepare(problem)
  try {
    return { ...(await look(ready)), timed: ready, problem }
  } catch (error) {
    await ready.dispose()
    throw error
  }
}
