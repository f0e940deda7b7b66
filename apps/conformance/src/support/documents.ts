import type { KnownFailure } from "@gradual/conformance"
import { catalogue } from "@gradual/operators"
import { plain, replaceBetween, table } from "@gradual/markdown"
import { digits } from "./digits.ts"
import { isOfToday } from "./suite.ts"
import { type Entry, type Measured, precisions, type Status, type Support, statuses } from "./support.ts"

/** Texts that follow from what was measured, by their paths from the root. */
export type Documents = Readonly<Record<string, string>>

const readme = "README.md"
const reference = "docs/reference/support.md"

/** The documents as they should be. `read` gives them as they are. */
export function documentsOf(
  support: Support,
  known: readonly KnownFailure[],
  read: (path: string) => string,
): Documents {
  return {
    [readme]: replaceBetween(read(readme), "support", summary(support)),
    [reference]: fullText(support, known),
  }
}

const operators = Object.keys(catalogue)

/** A line per environment: its counts, and its largest errors on operators. */
function summary({ environments }: Support): string {
  const counted = {
    passed: "passed",
    failed: "failed",
    known: "known failures",
    unverifiable: "unverifiable",
    skipped: "skipped",
  }
  const header = ["environment", "runtime", ...Object.values(counted), "`gradual`", "all operators"]
  const rows = Object.entries(environments).map(([id, measured]) => [
    `\`${id}\``,
    runtime(measured),
    ...Object.keys(counted).map((status) => String(total(measured, status as Status))),
    worstPair(measured, ["gradual"]),
    worstPair(measured, operators),
  ])
  return table(header, rows)
}

function total({ functions }: Measured, status: Status): number {
  return Object.values(functions).reduce((sum, entry) => sum + (entry[status] ?? 0), 0)
}

function runtime({ engines }: Measured): string {
  return Object.entries(engines)
    .filter(([name]) => name !== "device")
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")
}

/** The largest errors of outputs and of gradients among functions, in float32. */
function worstPair({ functions }: Measured, names: readonly string[]): string {
  const worst = (key: "output" | "gradient") => {
    const measured = names.flatMap((name) => functions[name]?.worst.float32?.[key] ?? [])
    return measured.length === 0 ? "–" : digits(Math.max(...measured))
  }
  return `${worst("output")} / ${worst("gradient")}`
}

const intro = `# Support

What every adapter does in every environment, function by function, as \`pnpm matrix\` measured it. This page and the table in the
README are written from \`apps/conformance/support.json\`; \`pnpm matrix --check\` measures again and compares.

Errors are in units in the last place of the result's dtype, against the unrounded truth, rounded up to two digits: the largest
among the cases that passed and those that are known to fail (but a NaN or an infinity in place of a number has no error in ulp). What
a function may err by is its budget; a case beyond its budget has failed, or is a known failure with a cause upstream, listed at the
end. A case is skipped where the backend lacks a dtype that it needs, and unverifiable where the
backend claims nothing about what it asks. Environments without a device are measured with every change of the cases; the GPUs, which are
emulated here and take the better part of an hour, may lag behind, and say so.`

/** The whole of what is known, as a page. */
function fullText(support: Support, known: readonly KnownFailure[]): string {
  const all = Object.entries(support.environments)
  const perFunction = (cell: (entry: Entry) => string): string => {
    const names = [...new Set(all.flatMap(([, { functions }]) => Object.keys(functions)))].sort()
    const cells = ({ functions }: Measured) => names.map((name) => (functions[name] ? cell(functions[name]) : ""))
    const columns = all.map(([id, each]) => ({ id, cells: cells(each) })).filter((column) => column.cells.some(Boolean))
    const rows = names.map((name, i) => [name, ...columns.map((column) => column.cells[i] as string)])
    return table(
      ["function", ...columns.map(({ id }) => id)],
      rows.filter((row) => row.slice(1).some(Boolean)),
    )
  }
  const isMeasured = ({ cell }: { cell: (entry: Entry) => string }) =>
    all.some(([, { functions }]) => Object.values(functions).some((entry) => cell(entry) !== ""))
  const errors = precisions.flatMap((precision) =>
    (["output", "gradient", "second"] as const).map((key) => ({
      title: `## Errors of ${named[key]}, ${precision}`,
      cell: ({ worst }: Entry) => digits(worst[precision]?.[key] ?? null),
    })),
  )
  const parts = [
    intro,
    "## Environments",
    table(
      ["environment", "runtime", "device", "measured", "cases"],
      all.map(([id, each]) => [id, runtime(each), each.engines.device ?? "", each.measured, age(id, each)]),
    ),
    "## Capabilities",
    table(
      ["claim", ...all.map(([id]) => id)],
      [...new Set(all.flatMap(([, each]) => Object.keys(each.capabilities)))].map((claim) => [
        claim,
        ...all.map(([, { capabilities }]) => written(capabilities[claim as keyof typeof capabilities])),
      ]),
    ),
    "## Cases",
    "How many passed, then how many are known failures (k), failed (f), were skipped (s) or are unverifiable (u).",
    perFunction(counts),
    ...errors.filter(isMeasured).flatMap(({ title, cell }) => [title, perFunction(cell)]),
    "## Known failures",
    known.length === 0
      ? "None."
      : table(
          ["backend", "cases", "why", "upstream"],
          known.map(({ backend, match, reason, upstream }) => [backend, match, reason, upstream].map(plain)),
        ),
  ]
  return `${parts.join("\n\n")}\n`
}

function age(id: string, measured: Measured): string {
  return isOfToday(id, measured) ? "all of today" : "those of then: measure again"
}

const named = { output: "outputs", gradient: "gradients", second: "second derivatives" } as const

const letters: Readonly<Record<Status, string>> = {
  passed: "",
  known: "k",
  failed: "f",
  skipped: "s",
  unverifiable: "u",
}

function counts(entry: Entry): string {
  return statuses
    .flatMap((status) => (entry[status] === undefined ? [] : `${entry[status]}${letters[status]}`))
    .join(" ")
}

function written(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value)
}
