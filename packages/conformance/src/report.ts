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
  const count = (status: Result["status"]) => results.filter((result) => result.status === status).length
  const [known, unverifiable] = [count("known"), count("unverifiable")]
  const summary: Summary = {
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    ...(known > 0 ? { known } : {}),
    ...(unverifiable > 0 ? { unverifiable } : {}),
  }
  return { backend, summary, results }
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

/** How a report is written for a terminal. */
export interface FormatOptions {
  readonly color?: boolean
  /** Leave out the table of functions. */
  readonly failuresOnly?: boolean
}

/**
 * A report as a table for the terminal: a line per function with its worst errors, then what failed, then the counts.
 *
 * @example
 * ```ts
 * import { formatReport, runConformance } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const report = await runConformance(js(), { filter: "expm1/empty" })
 * console.log(formatReport(report, { failuresOnly: true })) // js: 1 passed, 0 failed, 0 skipped
 * ```
 */
export function formatReport(report: Report, { color = false, failuresOnly = false }: FormatOptions = {}): string {
  const paint = (code: number, text: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text)
  const rows = [...groupBy(report.results)].map(([name, results]) => {
    const failed = results.filter(({ status }) => status === "failed").length
    const passed = results.filter(({ status }) => status === "passed").length
    const counts = `${passed}/${results.length}`
    return [
      name,
      counts,
      worstOf(results, "output"),
      worstOf(results, "gradient"),
      worstOf(results, "second"),
      failed,
      passed,
      results.length,
    ] as const
  })
  const width = Math.max(8, ...rows.map(([name]) => name.length))
  const table = rows.map(([name, counts, output, gradient, second, failed, passed, all]) => {
    const cells = `${name.padEnd(width)}  ${counts.padStart(9)}  ${output.padStart(9)}  ${gradient.padStart(9)}  ${second.padStart(9)}`
    const mark = failed > 0 ? paint(31, "✗") : passed === all ? paint(32, "✓") : paint(33, "–")
    return `${mark} ${cells}`
  })
  const header = `  ${"function".padEnd(width)}  ${"passed".padStart(9)}  ${"output".padStart(9)}  ${"gradient".padStart(9)}  ${"second".padStart(9)}  (worst error in ulp)`
  const failures = report.results
    .filter(({ status }) => status === "failed")
    .map(({ id, detail }) => `${paint(31, "✗")} ${id}: ${detail ?? "failed"}`)
  const { passed, failed, skipped, known = 0, unverifiable = 0 } = report.summary
  const counts = [`${passed} passed`, `${failed} failed`, `${skipped} skipped${reasons(report.results)}`]
  if (known > 0) counts.push(`${known} known to fail`)
  if (unverifiable > 0) counts.push(`${unverifiable} unverifiable`)
  const summary = `${report.backend}: ${counts.join(", ")}`
  return [...(failuresOnly ? [] : [header, ...table]), ...failures, paint(failed > 0 ? 31 : 32, summary)].join("\n")
}

/** What was skipped, counted by the reason. */
function reasons(results: readonly Result[]): string {
  const counts = new Map<string, number>()
  for (const { status, detail = "no reason given" } of results)
    if (status === "skipped") counts.set(detail, (counts.get(detail) ?? 0) + 1)
  return counts.size === 0 ? "" : ` (${[...counts].map(([reason, count]) => `${reason}: ${count}`).join(", ")})`
}

function groupBy(results: readonly Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>()
  for (const result of results) {
    const name = result.id.startsWith("law/")
      ? result.id.split("/").slice(0, 2).join("/")
      : (result.id.split("/")[0] as string)
    groups.set(name, [...(groups.get(name) ?? []), result])
  }
  return groups
}

function worstOf(results: readonly Result[], key: keyof Worst): string {
  const measured = results.flatMap(({ worst }) => worst[key] ?? [])
  if (measured.length === 0) return ""
  const worst = Math.max(...measured)
  return worst === 0 ? "0" : worst < 0.01 || worst >= 1e4 ? worst.toExponential(1) : worst.toFixed(2)
}
