import { parseArgs } from "node:util"
import { type Environment, environments, environmentsOf } from "./environments.ts"

/** What to run. */
export interface Options {
  readonly chosen: readonly Environment[]
  readonly filter: string
  /** Milliseconds without progress after which an environment counts as hanging. */
  readonly patience: number
  /** Environments that run at the same time. */
  readonly jobs: number
  /** Compare with what is recorded instead of recording. */
  readonly check: boolean
  /** A folder from which onnxruntime-node can be required. */
  readonly ortNode: string | undefined
  /** Where the page and the XML of the runs are written; undefined: nowhere. */
  readonly report: string | undefined
  /** Whether it is a failure when there is no browser. */
  readonly needsBrowser: boolean
}

/** A mistake on the command line; its message is the one line that the caller sees. */
export class UsageError extends Error {
  override readonly name: string = "UsageError"
}

/** A mistake: the rule, and what came instead. */
export const usage = (rule: string, received: string): UsageError => new UsageError(`${rule}. Received: ${received}.`)

/** The text of `--help`. */
export const help: string = `Usage: matrix [options]

Runs the conformance suite on every adapter in every environment: in Node, and in Chromium (CHROMIUM names
its executable, else it is looked for where it is usually installed). Records what comes out in
apps/conformance/support.json and in the tables that are made of it, unless --filter leaves something out.

  --only <names>       only these environments, separated by commas: an id, a backend, or node or chromium
  --filter <texts>     only cases with one of these texts, separated by commas, in their id;
                       laws or probes, if it begins with law or probe
  --patience <s>       seconds without progress after which an environment counts as hanging (default 60)
  --jobs <n>           environments that run at the same time (default 2)
  --check              record nothing; fail where what is recorded, or a table, is not what comes out (with --filter
                       functions of which cases are left out are not compared, but must not fail)
  --report <folder>    where index.html and junit.xml of these runs are written (default out/matrix; none with --check)
  --ort-node <folder>  where onnxruntime-node is installed, if not here (or ORT_NODE)
  --need-browser       fail where there is no Chromium, instead of skipping what runs in it
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
  const jobs = Number(given.jobs)
  if (!Number.isInteger(jobs) || jobs < 1) throw usage("--jobs must be a positive whole number", given.jobs)
  return {
    jobs,
    check: given.check,
    ortNode: given["ort-node"],
    report: given.report ?? (given.check ? undefined : "out/matrix"),
    needsBrowser: given["need-browser"],
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
        jobs: { type: "string", default: "2" },
        check: { type: "boolean", default: false },
        "ort-node": { type: "string" },
        report: { type: "string" },
        "need-browser": { type: "boolean", default: false },
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
