import type { Report, Result } from "../report.ts"
import type { CaseTensor } from "../schema.ts"
import { byFunction, shortUlps, skips } from "./by-function.ts"

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
  const functions = byFunction(report)
  const width = Math.max(8, ...functions.map(({ name }) => name.length))
  const line = (name: string, ...cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join("  ")
  const table = functions.map(({ name, results, counts: { passed, failed }, worst }) => {
    const mark = failed > 0 ? paint(31, "✗") : passed === results.length ? paint(32, "✓") : paint(33, "–")
    const errors = [worst.output, worst.gradient, worst.second].map(shortUlps)
    return `${mark} ${line(name, `${passed}/${results.length}`, ...errors)}`
  })
  const header = `  ${line("function", "passed", "output", "gradient", "second")}  (worst error in ulp)`
  const failures = report.results
    .filter(({ status }) => status === "failed")
    .flatMap(({ id, detail, actual }) => [`${paint(31, "✗")} ${id}: ${detail ?? "failed"}`, ...returned(actual)])
  const { passed, failed, skipped, known = 0, unverifiable = 0 } = report.summary
  const counts = [`${passed} passed`, `${failed} failed`, `${skipped} skipped${reasons(report)}`]
  if (known > 0) counts.push(`${known} known to fail`)
  if (unverifiable > 0) counts.push(`${unverifiable} unverifiable`)
  const summary = `${report.backend}: ${counts.join(", ")}`
  return [...(failuresOnly ? [] : [header, ...table]), ...failures, paint(failed > 0 ? 31 : 32, summary)].join("\n")
}

function reasons(report: Report): string {
  const all = [...skips(report)].map(([reason, count]) => `${reason}: ${count}`)
  return all.length === 0 ? "" : ` (${all.join(", ")})`
}

/** What the backend returned, a line for each tensor. */
function returned(actual: Result["actual"]): string[] {
  const lines = (what: string, tensors: readonly (CaseTensor | null)[]) =>
    tensors.flatMap((tensor, i) => (tensor === null ? [] : [`    ${what} ${i}: ${writtenTensor(tensor)}`]))
  return actual === undefined ? [] : [...lines("output", actual.outputs), ...lines("gradient", actual.gradients)]
}

function writtenTensor({ dtype, shape, data }: CaseTensor): string {
  return `${dtype}[${shape.join(",")}] ${data.join(", ")}`
}
