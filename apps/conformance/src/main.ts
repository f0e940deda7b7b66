import { formatReport } from "@gradual/conformance"
import { findChromium, howToGet } from "./chromium/find.ts"
import { serve, type Site } from "./chromium/serve.ts"
import { startInChromium } from "./chromium/start.ts"
import { knownFailuresOf } from "./known-failures.ts"
import { startInNode } from "./node/start.ts"
import { help, type Options, readOptions, UsageError } from "./options.ts"
import { type Start, supervise } from "./supervise.ts"

/** Where the command writes. */
export interface Io {
  out(text: string): void
  error(text: string): void
  /** Whether `error` is a terminal, where a line can be written over. */
  readonly isTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

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

async function run({ chosen, filter, patience }: Options, io: Io): Promise<number> {
  let failed = false
  let site: Site | undefined
  const startIn = async (place: "node" | "chromium"): Promise<Start | undefined> => {
    if (place === "node") return startInNode
    const executable = findChromium(io.env)
    if (executable === undefined) return undefined
    site ??= await serve()
    return startInChromium(executable, site.url)
  }
  try {
    for (const { id, place, backend } of chosen) {
      const start = await startIn(place)
      if (start === undefined) {
        io.error(`!!! ${id} SKIPPED: no Chromium was found. ${howToGet}.\n`)
        continue
      }
      const knownFailures = knownFailuresOf(backend)
      const began = performance.now()
      const { report, failure, engines } = await supervise(
        start,
        { backend, filter, done: [], ...(knownFailures === undefined ? {} : { knownFailures }) },
        { patience, onStep: progress(io, id) },
      )
      if (io.isTerminal) io.error("\r\u001b[K")
      const on = Object.entries(engines).map(([name, version]) => ` ${name} ${version}`)
      io.out(`\n${id}:${on.join(",")} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`)
      if (report !== undefined) io.out(`${formatReport(report, { color: io.isTerminal && !io.env.NO_COLOR })}\n`)
      if (failure !== undefined) io.out(`✗ ${id} FAILED: ${failure}\n`)
      if (failure !== undefined || report === undefined || report.summary.failed > 0) failed = true
    }
  } finally {
    await site?.close()
  }
  return failed ? 1 : 0
}

/** Shows how far an environment is: in place in a terminal, as a line now and then elsewhere. */
function progress(io: Io, id: string): (step: { readonly done: number; readonly total: number }) => void {
  const pace = io.isTerminal ? 100 : 10_000
  let last = performance.now()
  return ({ done, total }) => {
    if (performance.now() - last < pace) return
    last = performance.now()
    io.error(io.isTerminal ? `\r\u001b[K${id} ${done}/${total}` : `${id}: ${done}/${total}\n`)
  }
}
