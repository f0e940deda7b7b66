import type { CaseTensor } from "./schema.ts"

/** The largest errors found, in ulp; null where nothing was measured. */
export interface Worst {
  readonly output: number | null
  readonly gradient: number | null
  readonly second?: number | null
}

/** What became of a case or a law. */
export interface Result {
  readonly id: string
  /** `known`: it failed as it is known to. `unverifiable`: the backend makes no claim about any of it. */
  readonly status: "passed" | "failed" | "skipped" | "known" | "unverifiable"
  readonly worst: Worst
  /** Why it failed or was skipped. */
  readonly detail?: string
  /** Why it is known to fail. */
  readonly reason?: string
  /** How many elements could not be judged, for want of a claim; absent where all could. */
  readonly unverifiable?: number
  /** What the backend returned, when asked for. */
  readonly actual?: { readonly outputs: readonly CaseTensor[]; readonly gradients: readonly (CaseTensor | null)[] }
}

/** The results of a backend. */
export interface Report {
  readonly backend: string
  readonly summary: Summary
  readonly results: readonly Result[]
}

/** How many results there are of each status. */
export interface Summary {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Absent where there are none. */
  readonly known?: number
  /** Absent where there are none. */
  readonly unverifiable?: number
}

/**
 * A report of results, with their counts.
 *
 * @example
 * ```ts
 * import { reportOf } from "@gradual/conformance"
 * const worst = { output: 0.5, gradient: null }
 * console.log(reportOf("js", [{ id: "exp/one", status: "passed", worst }]).summary.passed) // 1
 * ```
 */
export function reportOf(backend: string, results: readonly Result[]): Report {
  return { backend, summary: summaryOf(results), results }
}

/** How many of the results have each status. */
export function summaryOf(results: readonly Result[]): Summary {
  const count = (status: Result["status"]) => results.filter((result) => result.status === status).length
  const [known, unverifiable] = [count("known"), count("unverifiable")]
  return {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    ...(known > 0 ? { known } : {}),
    ...(unverifiable > 0 ? { unverifiable } : {}),
  }
}

/**
 * A report as JSON holds it: a copy without what is undefined.
 *
 * @example
 * ```ts
 * import { toJson } from "@gradual/conformance"
 * const report = { backend: "js", summary: { passed: 0, failed: 0, skipped: 0 }, results: [] }
 * console.log(toJson(report)) // { backend: "js", summary: { passed: 0, failed: 0, skipped: 0 }, results: [] }
 * ```
 */
export function toJson(report: Report): unknown {
  return JSON.parse(JSON.stringify(report))
}
