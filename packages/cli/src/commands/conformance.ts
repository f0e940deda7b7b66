import type { CaseFile, Report } from "@gradual/conformance"
import { join } from "node:path"
import { Command } from "commander"
import { knownFailuresOf, openBackend } from "../backends.ts"
import { exit, shown, usage } from "../errors.ts"
import { makeFolder, readText, writeOutput } from "../files.ts"
import { colorsFor, type Io } from "../io.ts"
import { showProgress } from "../progress.ts"

interface ConformanceOptions {
  readonly backend: string
  readonly cases?: readonly string[]
  readonly filter?: string
  readonly values?: boolean
  readonly json?: boolean
  readonly report?: string
}

const examples = `
Examples:
  gradual conformance
  gradual conformance --filter gradual/
  gradual conformance --backend ./my-backend.js --report out
  gradual conformance --cases mine.json others.json --values --json

Runs the built-in cases and the catalogue's laws, or only the given files. A case file is
{ "schema": "gradual.cases/1", "cases": [{ id, fn, inputs, attrs?, outputs, cotangents?, gradients? }] }.
Exits with 1 when a case fails.
`

/** `gradual conformance`: whether a backend computes what it should. */
export function conformanceCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("conformance")
    .summary("verify a backend against exact references")
    .description("Compares a backend with references of 50 digits and more, and tests the operators' laws on it.")
    .option("--backend <name>", "what computes: js, tfjs-cpu, tfjs-wasm, ort, ort-node, or a ./module.js", "js")
    .option("--cases <file...>", "run these case files instead of the built-in cases and laws")
    .option("--filter <text>", "run only what has this text in its id")
    .option("--values", "add what the backend returned to every result (with --json or --report)")
    .option("--json", "print JSON")
    .option("--report <folder>", "write report.json and report.txt into this folder")
    .addHelpText("after", examples)
    .action(async (options: ConformanceOptions) => finish(await conformance(io, options)))
}

async function conformance(io: Io, options: ConformanceOptions): Promise<number> {
  const { formatReport, toJson } = await import("@gradual/conformance")
  const cases = options.cases === undefined ? undefined : await readCases(io, options.cases)
  if (options.report !== undefined) await makeFolder(io, "--report", options.report)
  const report = await verify(io, options.backend, {
    ...(cases === undefined ? {} : { cases }),
    ...(options.filter === undefined ? {} : { filter: options.filter }),
    values: options.values === true,
  })
  if (options.filter !== undefined && report.results.length === 0)
    throw usage(
      "--filter",
      "text in the id of a case or law expected",
      shown(options.filter),
      "Example: --filter gradual/",
    )
  const json = `${JSON.stringify(toJson(report), null, options.json === true ? 0 : 2)}\n`
  if (options.report !== undefined) {
    await writeOutput(io, "--report", join(options.report, "report.json"), json)
    await writeOutput(io, "--report", join(options.report, "report.txt"), `${formatReport(report)}\n`)
  }
  const { isColorSupported: color } = colorsFor(io.stdout, io.env)
  io.stdout.write(options.json === true ? json : `${formatReport(report, { color })}\n`)
  return report.summary.failed > 0 ? exit.failed : exit.ok
}

/** What of a run can be chosen. */
interface Choice {
  readonly cases?: readonly CaseFile[]
  readonly filter?: string
  readonly values?: boolean
}

/** Runs conformance on the backend of that name, and shows how far it is. */
export async function verify(io: Io, backendName: string, choice: Choice = {}): Promise<Report> {
  const { runConformance } = await import("@gradual/conformance")
  const backend = await openBackend(io, backendName)
  const knownFailures = knownFailuresOf(backendName)
  const progress = showProgress(io, "conformance")
  try {
    return await runConformance(backend, {
      ...choice,
      ...(knownFailures === undefined || choice.cases !== undefined ? {} : { knownFailures }),
      onProgress: ({ done, total, id }) => progress.update(done, total, id),
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
