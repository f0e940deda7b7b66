import { type Comparison, compareAlone, compareHere, type Setting } from "./comparison.ts"
import { contenderNames } from "./contenders.ts"
import { latencies } from "./latencies.ts"
import type { Absence, Result } from "./measure/bench.ts"
import { machine } from "./measure/machine.ts"
import { help, type Options, readOptions, UsageError } from "./options.ts"
import { record } from "./record/record.ts"
import { heading, latencyTable, scalingTable, table } from "./report/table.ts"
import { scalingSettings } from "./scaling.ts"

/** Where the bench writes. */
export interface Io {
  out(text: string): void
  error(text: string): void
  /** Whether someone watches `error` and wants to see how far it is. */
  readonly progress: boolean
}

/** Runs the bench; the exit code: 0 done, 1 one of ours failed, 2 a mistake on the command line. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const options = readOptions(args, contenderNames())
    if (options === undefined) {
      io.out(help(contenderNames()))
      return 0
    }
    return await modes[options.mode](options, io)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.error(`bench: ${error.message}\n`)
    return 2
  }
}

const modes: Readonly<Record<Options["mode"], (options: Options, io: Io) => Promise<number>>> = {
  compare: (options, io) => compareAll(settingsOf(options), options.json, io, table),
  scaling: (options, io) => compareAll(scalingSettings(options), options.json, io),
  latency: async ({ contenders, json }, io) => {
    const latency = await latencies(contenders, progressOf(io))
    io.out(json ? jsonOf({ latency }) : heading(machine()) + latencyTable(latency))
    return 0
  },
  record: async (options, io) => {
    const { report, absences } = await record(options, settingsOf(options), progressOf(io))
    io.out(report)
    return tell(absences, io)
  },
}

/** Every workload in every shape that is asked for. */
function settingsOf(options: Options): readonly Setting[] {
  return options.workloads.flatMap((workload) => options.shapes.map((shape) => ({ ...options, workload, shape })))
}

/** Compares in each setting; prints each as it is done, or all at the end. */
async function compareAll(
  settings: readonly Setting[],
  json: boolean,
  io: Io,
  each?: (results: readonly Result[]) => string,
): Promise<number> {
  const progress = progressOf(io)
  const [only, ...others] = settings
  const results: Result[] = []
  const absences: Absence[] = []
  for (const setting of settings) {
    progress(`${setting.workload.name} [${setting.shape.join(", ")}]`)
    const done: Comparison =
      only === setting && others.length === 0 ? await compareHere(setting, progress) : await compareAlone(setting)
    progress("")
    results.push(...done.results)
    absences.push(...(done.absences ?? []))
    if (!json && setting === only) io.out(heading(machine()))
    if (!json && each !== undefined) io.out(each(done.results))
  }
  if (json) io.out(jsonOf(absences.length === 0 ? { results } : { results, absences }))
  else if (each === undefined) io.out(scalingTable(results))
  return tell(absences, io)
}

/** Says who did not take part, each once for a reason; the exit code, since ours always should. */
function tell(absences: readonly Absence[], io: Io): number {
  for (const line of new Set(absences.map(({ contender, reason }) => `${contender} is left out: ${reason}\n`)))
    io.error(line)
  return absences.some(({ peer }) => !peer) ? 1 : 0
}

const jsonOf = (content: object): string => `${JSON.stringify({ machine: machine(), ...content }, null, 2)}\n`

/** A line that is written over again and again, for people who wait. */
function progressOf(io: Io): (doing: string) => void {
  return io.progress ? (doing) => io.error(`\r\u001b[K${doing}`) : () => {}
}
