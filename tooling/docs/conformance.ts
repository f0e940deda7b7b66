// Stands for @gradual/conformance/vitest where the test file of a document is run: inside a test none can be registered.
import {
  checkRandomPrograms,
  type RandomReport,
  type Report,
  runConformance,
} from "../../packages/conformance/src/index.ts"
import type { ConformanceOptions, RandomProgramsOptions } from "../../packages/conformance/src/vitest.ts"

const filter = "exp/points-f32"
const runs: Promise<Report | RandomReport>[] = []

/** Runs one case where the suite would register all. */
export function conformance<H>({ backend }: ConformanceOptions<H>): void {
  runs.push((async () => runConformance(await backend(), { filter }))())
}

/** Runs ten programs. */
export function randomPrograms<H, R>({ backend, reference }: RandomProgramsOptions<H, R>): void {
  runs.push((async () => checkRandomPrograms(await backend(), reference(), { runs: 10 }))())
}

/** What the calls so far have found. */
export function reports(): Promise<(Report | RandomReport)[]> {
  return Promise.all(runs)
}
