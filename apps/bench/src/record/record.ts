import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { compareAlone, type Comparison, type Setting } from "../comparison.ts"
import { latencies } from "../latencies.ts"
import type { Absence, Progress } from "../measure/bench.ts"
import { machine } from "../measure/machine.ts"
import type { Options } from "../options.ts"
import { scalingSettings } from "../scaling.ts"
import { changes } from "./changes.ts"
import { documentsOf } from "./documents.ts"
import { read, readRecorded, root, type Size, shortened, write } from "./recorded.ts"

interface Done {
  /** What changed, in lines. */
  readonly report: string
  readonly absences: readonly Absence[]
}

/** Measures everything, keeps it, and tells what changed since the last time. */
export async function record(options: Options, settings: readonly Setting[], progress: Progress): Promise<Done> {
  const before = readRecorded()
  const compared = await compareEach(settings, progress)
  const scaled = await compareEach(scalingSettings(options), progress)
  const recorded = shortened({
    schema: "gradual.bench/1",
    measured: new Date().toISOString().slice(0, 10),
    machine: machine(),
    results: compared.flatMap(({ results }) => results),
    absences: [...compared, ...scaled].flatMap(({ absences = [] }) => absences),
    scaling: scaled.flatMap(({ results }) => results),
    latency: await latencies(undefined, progress),
    sizes: await sizes(),
  })
  write(recorded, documentsOf(recorded, read))
  const lines = before === undefined ? ["Nothing was recorded before."] : changes(before, recorded)
  return { report: `${lines.join("\n")}\n`, absences: recorded.absences }
}

async function compareEach(settings: readonly Setting[], progress: Progress): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = []
  for (const [i, setting] of settings.entries()) {
    progress(`${i + 1} of ${settings.length}: ${setting.workload.name} [${setting.shape.join(", ")}]`)
    comparisons.push(await compareAlone(setting))
  }
  return comparisons
}

/** By the check of the repository that holds them to their budgets. */
async function sizes(): Promise<readonly Size[]> {
  const { bundleSizes } = (await import(pathToFileURL(join(root, "tooling/sizes.mjs")).href)) as {
    readonly bundleSizes: () => Promise<readonly Size[]>
  }
  return (await bundleSizes()).map(({ entry, bytes }) => ({ entry, bytes }))
}
