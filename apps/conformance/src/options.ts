import { parseArgs } from "node:util"
import { type Environment, environments, environmentsOf } from "./environments.ts"

/** What to run. */
export interface Options {
  readonly chosen: readonly Environment[]
  readonly filter: string
  /** Milliseconds without progress after which an environment counts as hanging. */
  readonly patience: number
}

/** A mistake on the command line; its message is the one line that the caller sees. */
export class UsageError extends Error {
  override readonly name: string = "UsageError"
}

const usage = (rule: string, received: string): UsageError => new UsageError(`${rule}. Received: ${received}.`)

/** The text of `--help`. */
export const help: string = `Usage: matrix [options]

Runs the conformance suite on every adapter in every environment: in Node, and in Chromium (CHROMIUM names
its executable, else it is looked for where it is usually installed).

  --only <names>       only these environments, separated by commas: an id, a backend, or node or chromium
  --filter <text>      only cases with this text in their id
  --patience <s>       seconds without progress after which an environment counts as hanging (default 60)
  --help               print this

Environments:
${environments.map(({ id }) => `  ${id}`).join("\n")}

Example: pnpm matrix --only tfjs-webgl --filter gradual/
Exit codes: 0 all is well, 1 a case or an environment failed, 2 a mistake on the command line.
`

/** Reads the command line; undefined when it asks for help. */
export function readOptions(args: readonly string[]): Options | undefined {
  const given = parse(args)
  if (given.help) return undefined
  const patience = Number(given.patience)
  if (!(patience > 0 && patience < 1e6)) throw usage("--patience must be a number of seconds above 0", given.patience)
  return {
    chosen: given.only === undefined ? environments : choose(given.only),
    filter: given.filter,
    patience: patience * 1000,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        filter: { type: "string", default: "" },
        patience: { type: "string", default: "60" },
        help: { type: "boolean", default: false },
      },
    }).values
  } catch (error) {
    // the parser's first sentence says what is wrong
    throw new UsageError(`${(error as Error).message.split(/[.\n]/, 1)[0]}. See --help.`)
  }
}

/** Environments named by words between commas, in their usual order. */
function choose(words: string): readonly Environment[] {
  const named = words.split(",").flatMap((word) => {
    const found = environmentsOf(word.trim())
    if (found.length === 0) throw usage("--only must name environments; --help lists them", word)
    return found
  })
  return environments.filter((environment) => named.includes(environment))
}
