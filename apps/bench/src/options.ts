import { parseArgs } from "node:util"
import { type Workload, type WorkloadName, workloadNames, workloads } from "./workloads.ts"

/** What to measure. */
export interface Options {
  readonly workloads: readonly Workload[]
  readonly shapes: readonly (readonly number[])[]
  /** Names; all where undefined. */
  readonly contenders: readonly string[] | undefined
  readonly p: number
  readonly runs: number
  readonly mode: Mode
  readonly json: boolean
}

/** Which question is asked: workloads in shapes, one over sizes, how long one waits, or all of it, to be kept. */
export type Mode = "compare" | "scaling" | "latency" | "record"

/** A mistake on the command line; its message is the one line that the caller sees. */
export class UsageError extends Error {
  override readonly name: string = "UsageError"
}

const usage = (rule: string, received: string): UsageError => new UsageError(`${rule}. Received: ${received}.`)

/** From a call's latency, over a batch in the cache, to rows that are many or long. */
export const fullShapes: readonly (readonly number[])[] = [
  [1, 5],
  [64, 1000],
  [4096, 1000],
  [1e6, 16],
  [16, 1e6],
]

/** Largest problem: what one array of float64 can hold many times over. */
const mostElements = 2 ** 28

/** The text of `--help`. */
export function help(names: readonly string[]): string {
  const list = Object.values(workloads).map(({ name, summary }) => `  ${name.padEnd(16)}${summary}`)
  return `Usage: bench [options]

Times value and gradient of operators along the last axis: ours and others', in turns. All workloads in all shapes take
about ten minutes; one workload in one shape takes up to one.

  --workload <name>      what to compute (default: every workload)
  --shape <lengths>      shape of the values, as in 4096,1000 (default: each of ${fullShapes.map((shape) => shape.join(",")).join(" ")})
  --contenders <names>   who takes part, separated by commas (default: everyone)
  --p <number>           sharpness, above 0 (default 3.3)
  --runs <count>         samples of each contender, at most: slow ones get fewer (default 9)
  --scaling              time per element of ours from 1e3 to 1e8 elements
  --latency              compilation, first call and small calls of ours
  --record               all of the above; writes apps/bench/recorded.json, tables and a chart, and says what changed
  --json                 print { machine, results } instead of tables
  --help                 print this

Workloads:
${list.join("\n")}

Contenders:
  ${names.join(", ")}
`
}

/** Reads the command line; undefined when it asks for help. */
export function readOptions(args: readonly string[], names: readonly string[]): Options | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const p = number(given.p)
  if (!(p > 0 && Math.fround(p) < Number.POSITIVE_INFINITY)) throw usage("--p must be a number above 0", given.p)
  const runs = number(given.runs)
  if (!Number.isInteger(runs) || runs < 1) throw usage("--runs must be a positive whole number", given.runs)
  return {
    workloads: given.workload === undefined ? Object.values(workloads) : [readWorkload(given.workload)],
    shapes: given.shape === undefined ? fullShapes : [readShape(given.shape)],
    contenders: given.contenders?.split(",").map((name) => readContender(name, names)),
    p,
    runs,
    mode: readMode(given),
    json: given.json,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        workload: { type: "string" },
        shape: { type: "string" },
        contenders: { type: "string" },
        p: { type: "string", default: "3.3" },
        runs: { type: "string", default: "9" },
        scaling: { type: "boolean", default: false },
        latency: { type: "boolean", default: false },
        record: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values
  } catch (error) {
    // the parser's first sentence says what is wrong
    throw new UsageError(`${(error as Error).message.split(/[.\n]/, 1)[0]}. See --help.`)
  }
}

/** What narrows or changes the comparison says nothing about the other questions, and would be ignored by them. */
function readMode(given: ReturnType<typeof parse>): Mode {
  const asked = (["scaling", "latency", "record"] as const).filter((mode) => given[mode])
  if (asked.length > 1)
    throw usage("only one of --scaling, --latency and --record", asked.map((mode) => `--${mode}`).join(" "))
  const [mode] = asked
  if (mode === undefined) return "compare"
  const taken = mode === "record" ? [] : ["contenders"]
  for (const option of ["workload", "shape", "contenders"] as const)
    if (given[option] !== undefined && !taken.includes(option))
      throw new UsageError(`--${mode} takes no --${option}. See --help.`)
  return mode
}

function readWorkload(name: string): Workload {
  if (!workloadNames.includes(name as WorkloadName))
    throw usage(`--workload must be one of ${workloadNames.join(", ")}`, name)
  return workloads[name as WorkloadName]
}

function readContender(name: string, names: readonly string[]): string {
  if (!names.includes(name)) throw usage(`--contenders must be of ${names.join(", ")}`, name)
  return name
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
