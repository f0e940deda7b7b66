import { type Accuracy, accuracyOf } from "./accuracy.ts"
import type { Ready } from "./contender.ts"
import { measure } from "./measure.ts"
import { makeProblem } from "./problem.ts"
import { summarize } from "./statistics.ts"
import type { Workload } from "./workload.ts"

/** How one contender did on one workload. */
export interface Result {
  readonly workload: string
  readonly shape: readonly number[]
  readonly p: number
  readonly contender: string
  /** Not ours. */
  readonly peer: boolean
  /** Median time per element of the input. */
  readonly nsPerElement: number
  /** Distance between the quartiles of the runs, in nanoseconds per element. */
  readonly spread: number
  readonly ulp: Accuracy
}

/** Runs every contender of a workload on one problem. */
export async function bench(
  workload: Workload,
  shape: readonly number[],
  p: number,
  runs: number,
  onRun: (run: number) => void,
): Promise<Result[]> {
  const problem = makeProblem(shape, p)
  const prepared: Ready[] = []
  try {
    for (const contender of workload.contenders) prepared.push(await contender.prepare(problem))
    const samples = await measure(prepared, runs, onRun)
    const results: Result[] = []
    for (const [i, { name, peer }] of workload.contenders.entries()) {
      const { median, spread } = summarize(samples[i] as number[])
      const perElement = 1e6 / problem.values.length
      results.push({
        workload: workload.name,
        shape,
        p: problem.p,
        contender: name,
        peer,
        nsPerElement: median * perElement,
        spread: spread * perElement,
        ulp: await accuracyOf(workload, problem, prepared[i] as Ready),
      })
    }
    return results
  } finally {
    for (const ready of prepared) ready.dispose()
  }
}
