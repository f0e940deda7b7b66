import { parseArgs } from "node:util"
import type { Workload } from "./workload.ts"

/** What to measure. */
export interface Options {
  readonly workload: Workload
  readonly shape: readonly number[]
  readonly p: number
  readonly runs: number
  readonly json: boolean
}

/** A mistake on the command line; its message is the one line that the caller sees. */
export class UsageError extends Error {
  override readonly name: string = "UsageError"
}

const usage = (rule: string, received: string): UsageError => new UsageError(`${rule}. Received: ${received}.`)

/** Largest problem: what one array of float64 can hold many times over. */
const mostElements = 2 ** 28

/** The text of `--help`. */
export function help(workloads: ReadonlyMap<string, Workload>): string {
  const list = [...workloads.values()].map(({ name, summary }) => `  ${name}: ${summary}`)
  return `Usage: bench [options]

Times value and gradient of an operator: ours and others', in turns, in one process.

  --workload <name>   what to compute (default gradual)
  --shape <lengths>   shape of the values (default 4096,1000)
  --p <number>        sharpness, above 0 (default 3.3)
  --runs <count>      samples of each contender (default 9)
  --json              print { machine, results } instead of a table
  --help              print this

Workloads:
${list.join("\n")}
`
}

/** Reads the command line; undefined when it asks for help. */
export function readOptions(args: readonly string[], workloads: ReadonlyMap<string, Workload>): Options | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const workload = workloads.get(given.workload)
  if (workload === undefined)
    throw usage(`--workload must be one of ${[...workloads.keys()].join(", ")}`, given.workload)
  const p = number(given.p)
  if (!(p > 0 && Math.fround(p) < Number.POSITIVE_INFINITY)) throw usage("--p must be a number above 0", given.p)
  const runs = number(given.runs)
  if (!Number.isInteger(runs) || runs < 1) throw usage("--runs must be a positive whole number", given.runs)
  return { workload, shape: readShape(given.shape), p, runs, json: given.json }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        workload: { type: "string", default: "gradual" },
        shape: { type: "string", default: "4096,1000" },
        p: { type: "string", default: "3.3" },
        runs: { type: "string", default: "9" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values
  } catch (error) {
    // the parser's first sentence says what is wrong
    throw new UsageError(`${(error as Error).message.split(/[.\n]/, 1)[0]}. See --help.`)
  }
}

function readShape(text: string): readonly number[] {
  const shape = text.split(",").map(number)
  const size = shape.reduce((product, length) => product * length, 1)
  if (!shape.every((length) => Number.isInteger(length) && length > 0))
    throw usage("--shape must be positive whole numbers separated by commas, such as 4096,1000", text)
  if (size > mostElements) throw usage(`--shape must have at most ${mostElements} elements`, `${text} (${size})`)
  return shape
}

/** A decimal number; NaN for any other text, the empty one too. */
function number(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text)
}
