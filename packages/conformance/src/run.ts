import type { Backend } from "@gradual/core"
import { goldens } from "./cases/index.ts"
import { expectationsOf, type KnownFailures } from "./known-failures.ts"
import { type LawOptions, lawIds, runLaws } from "./laws.ts"
import { probeIds, runProbes } from "./probes/index.ts"
import { type Report, type Result, reportOf } from "./report.ts"
import { type CaseOptions, runCase } from "./run-case.ts"
import type { CaseFile } from "./schema.ts"

/** How far a run is. */
export interface Progress {
  readonly done: number
  readonly total: number
  /** What was just done. */
  readonly id: string
  /** What became of it: a run that may not reach its end can be followed. */
  readonly result: Result
}

/** What to run, and how to tell of it. */
export interface RunOptions extends CaseOptions {
  /** Cases to run instead of the goldens, probes and laws. */
  readonly cases?: readonly CaseFile[]
  /** Whether to probe what the backend claims; default only with the goldens. */
  readonly probes?: boolean
  /** Whether to test the catalogue's laws; default only with the goldens. */
  readonly laws?: boolean | LawOptions
  /**
   * Run only the case of this id, or all with this text in their id where it is none; probes and laws, where it begins with
   * `probe` or `law`.
   */
  readonly filter?: string
  /** What is known to fail, and how: anything else that happens to it is a failure. */
  readonly knownFailures?: KnownFailures
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Runs probes, cases and laws on a backend. Needs no test runner; never throws for what a backend does wrong.
 *
 * @throws GradualError `INPUT` for known failures that are no list of such.
 * @example
 * ```ts
 * import { runConformance } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const report = await runConformance(js(), { filter: "expm1/empty" })
 * console.log(report.summary) // { passed: 1, failed: 0, skipped: 0 }
 * ```
 */
export async function runConformance<H>(backend: Backend<H>, options: RunOptions = {}): Promise<Report> {
  const withGoldens = options.cases === undefined
  const { cases = goldens, probes = withGoldens, laws = withGoldens, filter = "", onProgress } = options
  const known = expectationsOf(options.knownFailures, backend.name)
  const all = cases.flatMap((file) => file.cases)
  const named = all.filter(({ id }) => id === filter)
  const chosen = named.length > 0 ? named : all.filter(({ id }) => id.includes(filter))
  const idsOf = (kind: string, isWanted: boolean, ids: readonly string[]) =>
    isWanted && (filter === "" || filter.startsWith(kind)) ? ids.filter((id) => id.includes(filter)) : []
  const [probed, claimed] = [idsOf("probe", probes, probeIds), idsOf("law", laws !== false, lawIds)]
  const total = probed.length + chosen.length + claimed.length
  const results: Result[] = []
  const finish = (given: Result): void => {
    const result = known.judge(options.values ? { ...given, actual: given.actual ?? nothing } : given)
    results.push(result)
    onProgress?.({ done: results.length, total, id: result.id, result })
  }
  if (probed.length > 0) await runProbes(backend, filter, finish)
  for (const one of chosen) finish(await runCase(backend, one, options))
  if (claimed.length > 0) await runLaws(backend, { ...(typeof laws === "object" ? laws : {}), filter }, finish)
  return reportOf(backend.name, [...results, ...known.audit(idsOfAll(cases), results)])
}

/** What was returned where nothing was: by a case that was skipped or broke, by probes and laws. */
const nothing: NonNullable<Result["actual"]> = { outputs: [], gradients: [] }

/**
 * The ids of all that there is, once each: probes, goldens, the cases given, and laws. These are what a filter can choose.
 *
 * @example
 * ```ts
 * import { idsOfAll } from "@gradual/conformance"
 * console.log(idsOfAll().includes("law/gradual/hardLimit")) // true
 * ```
 */
export function idsOfAll(cases: readonly CaseFile[] = []): readonly string[] {
  const ids = [...goldens, ...cases].flatMap((file) => file.cases.map(({ id }) => id))
  return [...probeIds, ...new Set(ids), ...lawIds]
}
