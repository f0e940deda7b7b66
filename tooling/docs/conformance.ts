// Stands for @gradual/conformance/vitest where the test file of a document is run: inside a test none can be registered.
import { type Report, runConformance } from "../../packages/conformance/src/index.ts"
import type { ConformanceOptions } from "../../packages/conformance/src/vitest.ts"

const filter = "exp/points-f32"
const runs: Promise<Report>[] = []

/** Runs one case where the suite would register all. */
export function conformance<H>({ backend }: ConformanceOptions<H>): void {
  runs.push((async () => runConformance(await backend(), { filter }))())
}

/** What the calls so far have found. */
export function reports(): Promise<Report[]> {
  return Promise.all(runs)
}
