import { parseArgs } from "node:util"
import { UsageError, usage } from "../options.ts"
import { names } from "./backends.ts"

/** What to run. */
export interface FuzzOptions {
  readonly backend: string
  readonly runs: number
  readonly seed: number
  /** The way to a counterexample; empty to look for one. */
  readonly path: string
  readonly maxOps: number
}

/** The text of `--help`. */
export const help: string = `Usage: pnpm fuzz [options]

Runs random programs on a backend and compares outputs and gradients with bounds from the reference (js).

  --backend <name>   one of ${names.join(", ")} (default js)
  --runs <n>         number of programs (default 1000)
  --seed <n>         what they come from (default: another one each time)
  --path <path>      with --seed, the way back to a counterexample
  --max-ops <n>      most steps of a program (default 30)
  --help             print this

Example: pnpm fuzz --backend tfjs-wasm --runs 10000
Exit codes: 0 all is well, 1 a program was answered wrongly, 2 a mistake on the command line.
`

/** Reads the command line; undefined when it asks for help. */
export function readFuzzOptions(args: readonly string[], newSeed: number): FuzzOptions | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const { backend, path = "" } = given
  if (!/^(\d+(:\d+)*)?$/.test(path)) throw usage("--path must be whole numbers separated by colons", path)
  if (path !== "" && given.seed === undefined) throw usage("--path needs the --seed that it belongs to", "none")
  return {
    backend,
    path,
    runs: count("--runs", given.runs, 1),
    seed: given.seed === undefined ? newSeed : count("--seed", given.seed, 0),
    maxOps: count("--max-ops", given["max-ops"], 1),
  }
}

function count(option: string, text: string, least: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least)
    throw usage(`${option} must be a whole number from ${least} to 999999999`, text)
  return Number(text)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        backend: { type: "string", default: "js" },
        runs: { type: "string", default: "1000" },
        seed: { type: "string" },
        path: { type: "string" },
        "max-ops": { type: "string", default: "30" },
        help: { type: "boolean", default: false },
      },
    }).values
  } catch (error) {
    // the parser's first sentence says what is wrong
    throw new UsageError(`${(error as Error).message.split(/[.\n]/, 1)[0]}. See --help.`)
  }
}
