import { parseArgs } from "node:util"
import { type BackendName, backends, type Example } from "./example.ts"

/** What to run. */
export interface Options {
  readonly example: Example
  readonly backend: BackendName
  readonly seed: number
  /** The folder for pictures; none are written without. */
  readonly out: string | undefined
}

/** A mistake on the command line; its message is the one line that the caller sees. */
export class UsageError extends Error {
  override readonly name: string = "UsageError"
}

const usage = (rule: string, received: string): UsageError => new UsageError(`${rule}. Received: ${received}.`)

/** The text of `--help`. */
export function help(examples: readonly Example[]): string {
  const list = examples.map(({ name, summary, guide }) => `  ${name.padEnd(20)}${summary}\n${"".padEnd(22)}${guide}`)
  return `Usage: example <name> [options]

Trains on real data and prints what came of it; a few seconds each.

Examples:
${list.join("\n")}

Options:
  --backend <name>    where it computes: ${Object.keys(backends).join(" or ")} (default wasm)
  --seed <number>     which rows are tested on: a whole number (default 1)
  --out <folder>      write the pictures there
  --help              print this
`
}

/** Reads the command line; undefined when it asks for help. */
export function readOptions(args: readonly string[], examples: readonly Example[]): Options | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [name, ...others] = positionals
  const names = examples.map((each) => each.name).join(", ")
  const example = examples.find((each) => each.name === name)
  if (example === undefined) throw usage(`the name of an example expected, one of ${names}`, name ?? "none")
  if (others.length > 0) throw usage("one example at a time", positionals.join(" "))
  if (!Object.hasOwn(backends, values.backend))
    throw usage(`--backend must be one of ${Object.keys(backends).join(", ")}`, values.backend)
  const seed = values.seed.trim() === "" ? Number.NaN : Number(values.seed)
  if (!Number.isSafeInteger(seed)) throw usage("--seed must be a whole number", values.seed)
  return { example, backend: values.backend as BackendName, seed, out: values.out }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        backend: { type: "string", default: "wasm" },
        seed: { type: "string", default: "1" },
        out: { type: "string" },
        help: { type: "boolean", default: false },
      },
    })
  } catch (error) {
    // the parser's first sentence says what is wrong
    throw new UsageError(`${(error as Error).message.split(/[.\n]/, 1)[0]}. See --help.`)
  }
}
