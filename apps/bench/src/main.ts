import { bench } from "./bench.ts"
import { machine } from "./machine.ts"
import { help, readOptions, UsageError } from "./options.ts"
import { table } from "./table.ts"
import { workloads } from "./workloads/index.ts"

/** Where the bench writes. */
export interface Io {
  out(text: string): void
  error(text: string): void
  /** Whether someone watches `error` and wants to see how far it is. */
  readonly progress: boolean
}

/** Runs the bench; the exit code: 0 done, 2 a mistake on the command line. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const options = readOptions(args, workloads)
    if (options === undefined) {
      io.out(help(workloads))
      return 0
    }
    const { workload, shape, p, runs, json } = options
    const onRun = (run: number): void => io.error(`\rrun ${run + 1} of ${runs} `)
    const results = await bench(workload, shape, p, runs, io.progress ? onRun : () => {})
    if (io.progress) io.error("\r\u001b[K")
    io.out(json ? `${JSON.stringify({ machine: machine(), results }, null, 2)}\n` : table(machine(), results))
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.error(`bench: ${error.message}\n`)
    return 2
  }
}
