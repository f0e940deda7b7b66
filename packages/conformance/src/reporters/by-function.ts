import { catalogue } from "@gradual/operators"
import { type Report, type Result, type Summary, summaryOf, type Worst } from "../report.ts"

/** What became of all cases of a function, or of all laws of an operator. */
export interface FunctionResults {
  /** `exp`, or `law/gradual`. */
  readonly name: string
  readonly results: readonly Result[]
  readonly counts: Required<Summary>
  /** The largest errors, of what is known to fail apart. */
  readonly worst: Required<Worst>
}

/** A report's results by function, in the order in which they ran. */
export function byFunction({ results }: Report): FunctionResults[] {
  const groups = new Map<string, Result[]>()
  for (const result of results) {
    const name = functionOf(result.id)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [result])
    else group.push(result)
  }
  return [...groups].map(([name, group]) => ({
    name,
    results: group,
    counts: { known: 0, unverifiable: 0, ...summaryOf(group) },
    worst: { output: worstOf(group, "output"), gradient: worstOf(group, "gradient"), second: worstOf(group, "second") },
  }))
}

function functionOf(id: string): string {
  const [first, second] = id.split("/") as [string, string | undefined]
  return first === "law" && second !== undefined ? `law/${second}` : first
}

function worstOf(results: readonly Result[], key: keyof Worst): number | null {
  return results.reduce<number | null>((worst, { status, worst: { [key]: error = null } }) => {
    if (error === null || status === "known") return worst
    return worst === null ? error : Math.max(worst, error)
  }, null)
}

/** What a function is, as a heading over those of its kind; in the order of a table. */
export const kinds = ["Operators", "Laws", "Claims of the backend", "Known failures", "Functions"] as const

/** The kind of a function of that name. */
export function kindOf(name: string): (typeof kinds)[number] {
  if (name.startsWith("law/")) return "Laws"
  if (name === "probe") return "Claims of the backend"
  if (name === "known") return "Known failures"
  return Object.hasOwn(catalogue, name) ? "Operators" : "Functions"
}

/** Why something was skipped, and how often. */
export function skips({ results }: Report): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { status, detail = "no reason given" } of results)
    if (status === "skipped") counts.set(detail, (counts.get(detail) ?? 0) + 1)
  return counts
}

/** An error in ulp, short. */
export function shortUlps(error: number | null): string {
  if (error === null) return ""
  if (error === 0) return "0"
  return error < 0.01 || error >= 1e4 ? error.toExponential(1) : error.toFixed(2)
}
