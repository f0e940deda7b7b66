import { resolve } from "node:path"
import { environments } from "./environments.ts"
import { read, readSupport, supportPath, write } from "./files.ts"
import { allKnownFailures, knownFailuresOf } from "./known-failures.ts"
import { help, type Options, readOptions, UsageError } from "./options.ts"
import { places } from "./places.ts"
import { writeReport } from "./report.ts"
import { type Run, runAll } from "./run.ts"
import { type Io, screen } from "./screen.ts"
import { documentsOf } from "./support/documents.ts"
import { disagreements, isWhole } from "./support/stale.ts"
import { suiteOf } from "./support/suite.ts"
import { entriesOf, type Measured, merge, serialize } from "./support/support.ts"

/** Runs the matrix; the exit code: 0 all is well, 1 something failed, 2 a mistake on the command line. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const options = readOptions(args)
    if (options !== undefined) return await run(options, io)
    io.out(help)
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.error(`matrix: ${error.message}\n`)
    return 2
  }
}

async function run(options: Options, io: Io): Promise<number> {
  const { ortNode } = options
  const own = ortNode === undefined ? {} : { ORT_NODE: resolve(io.env.INIT_CWD ?? ".", ortNode) }
  const here = places({ ...io.env, ...own })
  try {
    const runs = await runAll(options.chosen, here, options, screen(io, options.chosen.length === 1))
    const bad = runs.filter((each) => isBad(each, options.needsBrowser)).map(({ environment }) => environment.id)
    if (bad.length > 0) io.error(`✗ failed: ${bad.join(", ")}\n`)
    const problems = options.check ? check(runs, options.filter) : options.filter === "" ? record(runs, io) : []
    for (const problem of problems) io.error(`✗ ${problem}\n`)
    if (options.report !== undefined)
      for (const path of writeReport(resolve(io.env.INIT_CWD ?? ".", options.report), runs)) io.error(`wrote ${path}\n`)
    if (problems.length > 0)
      io.error(`${supportPath} and its tables are stale: run pnpm matrix and commit what it writes\n`)
    return bad.length + problems.length > 0 ? 1 : 0
  } finally {
    await here.close()
  }
}

function isBad({ environment, outcome: { report, failure, absent } }: Run, needsBrowser: boolean): boolean {
  if (absent !== undefined) return needsBrowser && environment.place === "chromium"
  return failure !== undefined || report === undefined || report.summary.failed > 0
}

/** What was measured, by environment; those that broke say nothing of what the adapter does. */
function measuredIn(runs: readonly Run[]): Record<string, Measured> {
  const day = new Date().toISOString().slice(0, 10)
  return Object.fromEntries(
    runs.flatMap(({ environment: { id, backend }, outcome: { report, failure, engines, capabilities } }) =>
      report === undefined || failure !== undefined || capabilities === undefined
        ? []
        : [
            [
              id,
              {
                measured: day,
                suite: suiteOf(backend, knownFailuresOf(backend)),
                engines,
                capabilities,
                functions: entriesOf(report),
              },
            ] as const,
          ],
    ),
  )
}

/** Where what is recorded disagrees with these runs, or the documents with what is recorded. */
function check(runs: readonly Run[], filter: string): string[] {
  const support = readSupport()
  const documents = documentsOf(support, allKnownFailures(), read)
  return [
    ...Object.entries(measuredIn(runs)).flatMap(([id, measured]) =>
      disagreements(id, support, measured, (name) => isWhole(name, filter)),
    ),
    ...Object.entries(documents).flatMap(([path, text]) =>
      read(path) === text ? [] : `${path} is not what ${supportPath} gives`,
    ),
  ]
}

/** Records these runs, in support.json and in the documents. */
function record(runs: readonly Run[], io: Io): string[] {
  const support = merge(
    readSupport(),
    measuredIn(runs),
    environments.map(({ id }) => id),
  )
  const texts = { [supportPath]: serialize(support), ...documentsOf(support, allKnownFailures(), read) }
  for (const [path, text] of Object.entries(texts)) if (write(path, text)) io.error(`wrote ${path}\n`)
  return []
}
