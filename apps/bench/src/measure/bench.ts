import type { Contender } from "../contender.ts"
import { makeProblem, type Workload } from "../workloads.ts"
import { worstOf } from "./accuracy.ts"
import { copy } from "./copy.ts"
import { type Fitted, fit } from "./fit.ts"
import { measure, warm } from "./measure.ts"
import { summarize } from "./statistics.ts"

/** How one contender did on one workload and shape. */
export interface Result {
  readonly workload: string
  readonly shape: readonly number[]
  readonly p: number
  readonly contender: string
  /** Not ours. */
  readonly peer: boolean
  /** Median time per element of the input. */
  readonly nsPerElement: number
  /** Distance between the quartiles of the samples, in nanoseconds per element. */
  readonly spread: number
  readonly samples: number
  /** How many elements a sample computed: fewer than the shape has where one call would take seconds. */
  readonly elements: number
  /** The largest error of outputs and gradient in ulps of float32, against the truth. */
  readonly ulp: number
  readonly outputUlp: number
  readonly gradientUlp: number
  /** The least bytes that must be read and written, per nanosecond that it took. */
  readonly gbPerSecond: number
  /** What a plain copy reads and writes per nanosecond, in the same run. */
  readonly copyGbPerSecond: number
}

/** Who did not take part, and why. */
export interface Absence {
  readonly workload: string
  readonly shape: readonly number[]
  readonly contender: string
  readonly peer: boolean
  readonly reason: string
}

/** What to measure, and whom. */
export interface Task {
  readonly workload: Workload
  readonly shape: readonly number[]
  readonly p: number
  readonly runs: number
  readonly contenders: readonly Contender[]
}

/** Called with what is going on, for people who wait. */
export type Progress = (doing: string) => void

/** Runs contenders of a workload on one problem. */
export async function bench(
  { workload, shape, p, runs, contenders }: Task,
  progress: Progress,
): Promise<{ results: readonly Result[]; absences: readonly Absence[] }> {
  const problem = makeProblem(workload, shape, p)
  const present: { readonly contender: Contender; readonly fitted: Fitted }[] = []
  const absences: Absence[] = []
  try {
    for (const contender of contenders) {
      progress(`preparing ${contender.name}`)
      try {
        present.push({ contender, fitted: await fit(contender, workload.name, problem) })
      } catch (error) {
        const { name, peer } = contender
        absences.push({ workload: workload.name, shape, contender: name, peer, reason: oneLine(error) })
      }
    }
    const all = [await warm(copy(problem.values)), ...present.map(({ fitted }) => fitted)]
    const [copied, ...samples] = await measure(all, runs, (run) => progress(`run ${run + 1} of ${runs}`))
    const copyGbPerSecond = (problem.values.length * 8) / (summarize(copied as number[]).median * 1e6)
    const results: Result[] = []
    for (const [i, { contender, fitted }] of present.entries()) {
      progress(`checking ${contender.name}`)
      const { median, spread, count } = summarize(samples[i] as number[])
      const elements = fitted.problem.values.length
      const { gradient } = await fitted.timed.run()
      const gradientUlp = finite(worstOf("gradient", gradient, workload.name, fitted.problem))
      const outputUlp = finite(fitted.outputUlp)
      const nsPerElement = (median * 1e6) / elements
      results.push({
        workload: workload.name,
        shape,
        p: problem.p,
        contender: contender.name,
        peer: contender.peer,
        nsPerElement,
        spread: (spread * 1e6) / elements,
        samples: count,
        elements,
        ulp: Math.max(outputUlp, gradientUlp),
        outputUlp,
        gradientUlp,
        gbPerSecond: (workload.traffic * 4) / nsPerElement,
        copyGbPerSecond,
      })
    }
    return { results, absences }
  } finally {
    for (const { fitted } of present) await fitted.timed.dispose()
  }
}

/** JSON has no Infinity: a NaN or an infinity in place of a number is as wrong as a number can be. */
const finite = (ulp: number): number => Math.min(ulp, Number.MAX_VALUE)

/** What an error says first. */
export const oneLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split("\n", 1)[0] ?? ""
