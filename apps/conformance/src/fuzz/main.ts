import { js } from "@gradual/backend-js"
import { checkRandomPrograms, formatRandom } from "@gradual/conformance"
import { UsageError } from "../options.ts"
import type { Io } from "../screen.ts"
import { openBackend } from "./backends.ts"
import { help, readFuzzOptions } from "./options.ts"

/** Runs random programs; the exit code: 0 all is well, 1 one was answered wrongly, 2 a mistake on the command line. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const options = readFuzzOptions(args, Date.now() % 1e9)
    if (options === undefined) {
      io.out(help)
      return 0
    }
    const { backend: name, ...rest } = options
    const backend = await openBackend(name)
    const onProgress = progress(io, `${name}, seed ${rest.seed}`)
    const report = await checkRandomPrograms(backend, js(), { ...rest, onProgress })
    if (io.isTerminal) io.error("\r\u001b[K")
    io.out(`${formatRandom(report)}\n`)
    return report.counterexample === undefined ? 0 : 1
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.error(`fuzz: ${error.message}\n`)
    return 2
  }
}

/** Tells how far a run is: in place in a terminal, as a line now and then elsewhere. */
function progress(io: Io, label: string): (at: { readonly done: number; readonly total: number }) => void {
  const pace = io.isTerminal ? 100 : 10_000
  let last = performance.now()
  return ({ done, total }) => {
    if (performance.now() - last < pace) return
    last = performance.now()
    io.error(io.isTerminal ? `\r\u001b[K${label}: ${done}/${total}` : `${label}: ${done}/${total}\n`)
  }
}
