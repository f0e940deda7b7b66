import type { CaseFile, KnownFailures, Report, Run } from "@gradual/conformance"
import { join } from "node:path"
import { Command } from "commander"
import { knownFailuresOf, openBackend } from "../backends.ts"
import { exit, shown, usage } from "../errors.ts"
import { makeFolder, readText, writeOutput } from "../files.ts"
import { colorsFor, type Io } from "../io.ts"
import { showProgress } from "../progress.ts"
import { nearest } from "../suggest.ts"
import { commandLine } from "../text/shell.ts"

interface ConformanceOptions {
  readonly backend: string
  readonly cases?: readonly string[]
  readonly filter?: string
  readonly knownFailures?: string
  readonly values?: boolean
  readonly json?: boolean
  readonly report?: string
}

const examples = `
Examples:
  gradual conformance
  gradual conformance --filter gradual/
  gradual conformance --filter gradual/sweep --values
  gradual conformance --backend ./my-adapter.js --known-failures mine.json --report out
  gradual conformance --cases mine.json others.json --values --json

Probes what the backend claims, runs the built-in cases and tests the catalogue's laws; or runs only the given files.
A case file is
  { "schema": "gradual.cases/1", "cases": [{ id, fn, inputs, attrs?, outputs, cotangents?, gradients? }] }
a module's default export is a backend or a function that makes one, and a file of known failures
  { "schema": "gradual.known-failures/1", "failures": [{ backend, match, reason, upstream, observed }] }
What is listed there is no failure while it fails as observed, and a failure when it passes or fails otherwise.

Exits with 1 when something failed.
`

/** `gradual conformance`: whether a backend computes what it should. */
export function conformanceCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("conformance")
    .summary("verify a backend against exact references")
    .description("Compares a backend with references of 50 digits and more, and tests the operators' laws on it.")
    .option("--backend <name>", "what computes: js, wasm, tfjs-cpu, tfjs-wasm, ort, ort-node, or a ./module.js", "js")
    .option("--cases <file...>", "run these case files instead of the built-in probes, cases and laws")
    .option("--filter <text>", "run only the case of this id, or all with this text in their id")
    .option("--known-failures <file>", "what is known to fail, and how; a backend by name brings its own list")
    .option("--values", "show what the backend returned: of every result in JSON, of failures elsewhere")
    .option("--json", "print JSON")
    .option("--report <folder>", "write index.html, junit.xml and report.json into this folder")
    .addHelpText("after", examples)
    .action(async (options: ConformanceOptions) => finish(await conformance(io, options)))
}

async function conformance(io: Io, options: ConformanceOptions): Promise<number> {
  const { formatReport, toJson } = await import("@gradual/conformance")
  const cases = options.cases === undefined ? undefined : await readCases(io, options.cases)
  const knownFailures = await readKnownFailures(io, options.knownFailures)
  if (options.report !== undefined) await makeFolder(io, "--report", options.report)
  const report = await verify(io, options.backend, {
    ...(cases === undefined ? {} : { cases }),
    ...(options.filter === undefined ? {} : { filter: options.filter }),
    ...(knownFailures === undefined ? {} : { knownFailures }),
    values: options.values === true,
  })
  if (options.filter !== undefined && report.results.length === 0) throw await nothingMatches(options.filter, cases)
  const { isColorSupported: color } = colorsFor(io.stdout, io.env)
  const rerun = rerunOf(options)
  if (options.json === true) io.stdout.write(`${JSON.stringify(toJson(report))}\n`)
  else io.stdout.write(`${[formatReport(report, { color }), ...again(report, rerun)].join("\n")}\n`)
  const run: Run = { name: report.backend, report, rerun, about: { node: process.versions.node } }
  if (options.report !== undefined) await writeReports(io, options.report, run, options.json !== true)
  return report.summary.failed > 0 ? exit.failed : exit.ok
}

/** The command that runs what has an id again, and shows what came out. */
function rerunOf({ backend, cases = [], knownFailures }: ConformanceOptions): (id: string) => string {
  const given = [
    ...(backend === "js" ? [] : ["--backend", backend]),
    ...(cases.length === 0 ? [] : ["--cases", ...cases]),
    ...(knownFailures === undefined ? [] : ["--known-failures", knownFailures]),
  ]
  return (id) => {
    const filter = id.replace(/^known\/(.*?)\*?$/, "$1") // what is wrong with the list is told by the cases that it lists
    return commandLine(["gradual", "conformance", ...given, "--filter", filter, "--values"])
  }
}

/** How to run the first failure again, where something failed. */
function again({ results }: Report, rerun: Run["rerun"]): string[] {
  const failed = results.find(({ status }) => status === "failed")
  return failed === undefined ? [] : [`one again: ${rerun(failed.id)}`]
}

async function writeReports(io: Io, folder: string, run: Run, isTold: boolean): Promise<void> {
  const { toHtml, toJson, toJUnit } = await import("@gradual/conformance")
  const files = {
    "report.json": `${JSON.stringify(toJson(run.report), null, 2)}\n`,
    "junit.xml": toJUnit([run]),
    "index.html": toHtml([run]),
  }
  for (const [name, text] of Object.entries(files)) {
    const path = await writeOutput(io, "--report", join(folder, name), text)
    if (isTold) io.stdout.write(`${path}\n`)
  }
}

/** The complaint about a filter that chooses nothing, with what may have been meant. */
async function nothingMatches(filter: string, cases: readonly CaseFile[] | undefined): Promise<Error> {
  const { idsOfAll } = await import("@gradual/conformance")
  const ids = cases?.flatMap((file) => file.cases.map(({ id }) => id)) ?? idsOfAll()
  const groups = [...new Set(ids.flatMap((id) => /^(law\/)?[^/]+\//.exec(id)?.[0] ?? []))]
  const known = [...groups, ...ids]
  const meant = known.find((id) => id.toLowerCase().includes(filter.toLowerCase())) ?? nearest(filter, known)
  const kinds = new Map(ids.map((id) => [/^(law|probe)\//.exec(id)?.[1], id])) // a case, a probe and a law
  return usage(
    "--filter",
    "the id of a case, probe or law, or a part of one, expected",
    shown(filter),
    meant === undefined ? `There are ids like ${[...kinds.values()].join(", ")}` : `Did you mean ${meant}?`,
  )
}

/** What of a run can be chosen. */
interface Choice {
  readonly cases?: readonly CaseFile[]
  readonly filter?: string
  /** In place of the list that the backend brings. */
  readonly knownFailures?: KnownFailures
  readonly values?: boolean
}

/** Runs conformance on the backend of that name, and shows how far it is. */
export async function verify(io: Io, backendName: string, choice: Choice = {}): Promise<Report> {
  const { runConformance } = await import("@gradual/conformance")
  const backend = await openBackend(io, backendName)
  const own = choice.cases === undefined ? knownFailuresOf(backendName) : undefined
  const progress = showProgress(io, "conformance")
  let failed = 0
  try {
    return await runConformance(backend, {
      ...(own === undefined ? {} : { knownFailures: own }),
      ...choice,
      onProgress: ({ done, total, id, result }) => {
        if (result.status === "failed") failed += 1
        progress.update(done, total, failed === 0 ? id : `${failed} failed, ${id}`)
      },
    })
  } finally {
    progress.stop()
  }
}

async function readCases(io: Io, paths: readonly string[]): Promise<CaseFile[]> {
  const { parseCases } = await import("@gradual/conformance")
  const files: CaseFile[] = []
  for (const path of paths) files.push(parseCases(await readText(io, "--cases", path), path))
  return files
}

async function readKnownFailures(io: Io, path: string | undefined): Promise<KnownFailures | undefined> {
  if (path === undefined) return undefined
  const { parseKnownFailures } = await import("@gradual/conformance")
  return parseKnownFailures(await readText(io, "--known-failures", path), path)
}
