import { fail, show } from "@gradual/core"
import type { Result } from "./report.ts"

/** A case, law or probe that fails for a reason outside the adapter. */
export interface KnownFailure {
  /** The name of the backend on which it fails. */
  readonly backend: string
  /** Its id; or how the ids of at most 25 begin, with `*` at the end. */
  readonly match: string
  /** Why it fails, in a sentence. */
  readonly reason: string
  /** Where the defect lies: a link to its report, or its name. */
  readonly upstream: string
  /** How the detail of its result begins. */
  readonly observed: string
}

/** What is known to fail, as a file beside an adapter holds it: `known-failures.json`. */
export interface KnownFailures {
  /** `gradual.known-failures/1` */
  readonly schema: string
  readonly failures: readonly KnownFailure[]
}

const schema = "gradual.known-failures/1"
/** Ids that one wildcard may cover: more of them are a cause to be found. */
const widest = 25
/** Characters that a reason needs to say anything. */
const shortest = 20

/**
 * Reads a file of known failures.
 *
 * @param text - the file's contents.
 * @param source - its name, for messages.
 * @throws GradualError `INPUT`: where in which file, what is expected, what was received.
 * @example
 * ```ts
 * import { parseKnownFailures } from "@gradual/conformance"
 * const { failures } = parseKnownFailures('{ "schema": "gradual.known-failures/1", "failures": [] }', "known-failures.json")
 * console.log(failures.length) // 0
 * ```
 */
export function parseKnownFailures(text: string, source: string): KnownFailures {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    throw fail("INPUT", source, "the file must be JSON", (error as Error).message.split("\n")[0] as string)
  }
  checkKnownFailures(file, source)
  return file
}

/** Checks that a value is what a file of known failures should hold. */
export function checkKnownFailures(file: unknown, source: string): asserts file is KnownFailures {
  const at = (path: string, rule: string, received: unknown) =>
    fail("INPUT", source, `${path}: ${rule}`, show(received))
  if (!isObject(file)) throw at("file", "an object with schema and failures expected", file)
  if (file.schema !== schema) throw at("schema", `"${schema}" expected`, file.schema)
  if (!Array.isArray(file.failures)) throw at("failures", "a list expected", file.failures)
  file.failures.forEach((entry: unknown, i) => {
    const path = `failures[${i}]`
    if (!isObject(entry)) throw at(path, "an object expected", entry)
    for (const field of ["backend", "match", "reason", "upstream", "observed"])
      if (typeof entry[field] !== "string" || entry[field] === "")
        throw at(`${path}.${field}`, "a text expected", entry[field])
    if ((entry.reason as string).length < shortest)
      throw at(`${path}.reason`, `a sentence of at least ${shortest} characters expected`, entry.reason)
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** What a backend is known to fail, made ready to judge its results by. */
export interface Expectations {
  /** A result as it counts: a failure that is known and was seen before is `known`, one that passes or differs `failed`. */
  judge(result: Result): Result
  /** What is wrong with the list, as failures named `known/…`. `results` are those judged; `ids` all that there are. */
  audit(ids: readonly string[], results: readonly Result[]): Result[]
}

/** The expectations for the backend of that name. */
export function expectationsOf(known: KnownFailures | undefined, backend: string): Expectations {
  if (known !== undefined) checkKnownFailures(known, "known failures")
  const entries = known?.failures.filter((entry) => entry.backend === backend) ?? []
  return {
    judge: (result) => {
      const entry = entries.find(({ match }) => matches(match, result.id))
      return entry === undefined ? result : judge(result, entry)
    },
    audit: (ids, results) =>
      entries.flatMap(({ match }) => {
        const covered = ids.filter((id) => matches(match, id))
        const detail = complaint(covered, results)
        return detail === undefined
          ? []
          : [{ id: `known/${match}`, status: "failed" as const, worst: { output: null, gradient: null }, detail }]
      }),
  }
}

function matches(match: string, id: string): boolean {
  return match.endsWith("*") ? id.startsWith(match.slice(0, -1)) : id === match
}

function judge(result: Result, { reason, upstream, observed }: KnownFailure): Result {
  if (result.status === "skipped") return result
  const { detail = "" } = result
  if (result.status !== "failed")
    return { ...result, status: "failed", detail: `passes, but is listed as a known failure (${reason})` }
  if (detail.startsWith(observed)) return { ...result, status: "known", reason: `${reason} (${upstream})` }
  return { ...result, detail: `${detail} (a known failure, but observed was: ${observed})` }
}

function complaint(covered: readonly string[], results: readonly Result[]): string | undefined {
  if (covered.length === 0) return "a known failure that is no case, law or probe"
  if (covered.length > widest) return `a known failure covers at most ${widest} ids, this one ${covered.length}`
  const run = results.filter(({ id }) => covered.includes(id))
  const isIdle = run.length === covered.length && run.every(({ status }) => status === "skipped")
  return isIdle ? "a known failure that is always skipped" : undefined
}
