import { goldens, type Report, type Result, type Worst } from "@gradual/conformance"
import type { Capabilities } from "@gradual/core"

/** What can become of a case, in the order in which it is written. */
export const statuses = ["passed", "known", "failed", "skipped", "unverifiable"] as const
export type Status = (typeof statuses)[number]

/** The dtypes in which errors are measured; a case is of the wider one that it uses. */
export const precisions = ["float32", "float64"] as const
export type Precision = (typeof precisions)[number]

/** The largest errors in ulp; null where nothing is measured. */
export type Errors = Required<Worst>

/**
 * What became of a function's cases: how many have each status (0 is left out), and the largest errors, also of those that are
 * known to fail. What is no number, or is one where there should be none, has no error in ulp.
 */
export interface Entry extends Readonly<Partial<Record<Status, number>>> {
  /** By precision; a precision in which nothing is measured is left out. */
  readonly worst: Readonly<Partial<Record<Precision, Errors>>>
}

/** An environment as it was measured. */
export interface Measured {
  /** The day on which this was first seen so. */
  readonly measured: string
  /** A digest of what it was measured with. */
  readonly suite: string
  /** Versions of what it ran in and with; the device where there is one. */
  readonly engines: Readonly<Record<string, string>>
  readonly capabilities: Capabilities
  readonly functions: Readonly<Record<string, Entry>>
}

/** The contents of support.json. */
export interface Support {
  /** `gradual.support/1` */
  readonly schema: string
  /** By environment, as on the command line. */
  readonly environments: Readonly<Record<string, Measured>>
}

export const emptySupport: Support = { schema: "gradual.support/1", environments: {} }

/** The function that a result is about; the laws of an operator are one, `law/gradual`. */
export function functionOf(id: string): string {
  const [first, second] = id.split("/") as [string, string | undefined]
  return first === "law" ? `law/${second}` : first
}

/** What a report says of each function, in alphabetical order. */
export function entriesOf({ results }: Report): Record<string, Entry> {
  const names = [...new Set(results.map(({ id }) => functionOf(id)))].sort()
  return Object.fromEntries(
    names.map((name) => [name, entryOf(results.filter(({ id }) => functionOf(id) === name))] as const),
  )
}

function entryOf(results: readonly Result[]): Entry {
  const counts = statuses.flatMap((status) => {
    const count = results.filter((result) => result.status === status).length
    return count === 0 ? [] : [[status, count] as const]
  })
  const measured = results.filter(({ status }) => status === "passed" || status === "known")
  const worst = precisions.flatMap((precision) => {
    const errors = errorsOf(measured.filter(({ id }) => (wide.has(id) ? "float64" : "float32") === precision))
    return Object.values(errors).every((error) => error === null) ? [] : [[precision, errors] as const]
  })
  return { ...Object.fromEntries(counts), worst: Object.fromEntries(worst) }
}

/** The ids of cases that use float64. */
const wide: ReadonlySet<string> = new Set(
  goldens.flatMap(({ cases }) =>
    cases
      .filter(({ inputs, outputs }) => [...inputs, ...outputs].some(({ dtype }) => dtype === "float64"))
      .map(({ id }) => id),
  ),
)

function errorsOf(results: readonly Result[]): Errors {
  const worst = (key: keyof Worst) => {
    const measured = results.flatMap((result) => result.worst[key] ?? [])
    return measured.length === 0 ? null : roundUp(Math.max(...measured))
  }
  return { output: worst("output"), gradient: worst("gradient"), second: worst("second") }
}

/** The next number that two significant digits can write, for what must not be understated. */
export function roundUp(x: number): number {
  if (x === 0) return 0
  const nearest = Number(x.toPrecision(2))
  return nearest >= x ? nearest : Number((nearest + 10 ** (Math.floor(Math.log10(x)) - 1)).toPrecision(2))
}

/** All environments with those measured now in place of what was known of them. What did not change keeps its day. */
export function merge(
  { schema, environments }: Support,
  now: Readonly<Record<string, Measured>>,
  order: readonly string[],
): Support {
  const all = { ...environments, ...now }
  const sorted = order.flatMap((id) => {
    const measured = all[id]
    if (measured === undefined) return []
    const before = environments[id]
    const isSame = before !== undefined && same({ ...before, measured: "" }, { ...measured, measured: "" })
    return [[id, isSame ? before : measured] as const]
  })
  return { schema, environments: Object.fromEntries(sorted) }
}

/** Whether two values are the same as JSON, whatever the order of their fields. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}

/** As support.json holds it: a line for each function, so that what changes is a line. */
export function serialize(support: Support): string {
  return `${write(support, 4)}\n`
}

/** JSON in which objects are broken into lines down to a depth. */
function write(value: unknown, depth: number, indent = ""): string {
  if (depth === 0 || typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value)
  const inner = `${indent}  `
  const lines = Object.entries(value).map(
    ([key, each]) => `${inner}${JSON.stringify(key)}: ${write(each, depth - 1, inner)}`,
  )
  return `{\n${lines.join(",\n")}\n${indent}}`
}
