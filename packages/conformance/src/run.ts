import type { Backend } from "@gradual/core"
import { goldens } from "./cases/index.ts"
import { expectationsOf, type KnownFailures } from "./known-failures.ts"
import { type LawOptions, lawIds, runLaws } from "./laws.ts"
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
  /** Cases to run instead of the goldens and laws. */
  readonly cases?: readonly CaseFile[]
  /** Whether to test the catalogue's laws; default only with the goldens. */
  readonly laws?: boolean | LawOptions
  /** Run only what has this text in its id. */
  readonly filter?: string
  /** What is known to fail, and how: anything else that happens to it is a failure. */
  readonly knownFailures?: KnownFailures
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Runs cases and laws on a backend. Needs no test runner; never throws for what a backend does wrong.
 *
 * @example
 * ```ts
 * import { runConformance } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const report = await runConformance(js(), { filter: "expm1/empty" })
 * console.log(report.summary) // { passed: 1, failed: 0, skipped: 0 }
 * ```
 */
export async function runConformance<H>(backend: Backend<H>, options: RunOptions = {}): Promise<Report> {
  const { cases = goldens, laws = options.cases === undefined, filter = "", onProgress } = options
  const known = expectationsOf(options.knownFailures, backend.name)
  const chosen = cases.flatMap((file) => file.cases).filter(({ id }) => id.includes(filter))
  const withLaws = laws !== false && (filter === "" || filter.startsWith("law"))
  const claims = withLaws ? lawIds.filter((id) => id.includes(filter)) : []
  const total = chosen.length + claims.length
  const results: Result[] = []
  const finish = (given: Result): void => {
    const result = known.judge(given)
    results.push(result)
    onProgress?.({ done: results.length, total, id: result.id, result })
  }
  for (const one of chosen) finish(await runCase(backend, one, options))
  if (claims.length > 0) await runLaws(backend, { ...(typeof laws === "object" ? laws : {}), filter }, finish)
  const ids = [...goldens, ...cases].flatMap((file) => file.cases.map(({ id }) => id))
  return reportOf(backend.name, [...results, ...known.audit([...new Set(ids), ...lawIds], results)])
}
