import { parseArgs } from "node:util"

/** What to rehearse. */
export interface Options {
  /** Names of projects; empty: all. */
  readonly only: readonly string[]
  /** Projects at the same time. */
  readonly jobs: number
  /** Whether the folder with everything in it stays. */
  readonly keep: boolean
}

/** A mistake on the command line; its message is the one line that the caller sees. */
export class UsageError extends Error {
  override readonly name: string = "UsageError"
}

/** The text of `--help`. */
export function help(projects: readonly { readonly name: string; readonly about: string }[]): string {
  const width = Math.max(...projects.map(({ name }) => name.length))
  return `Usage: rehearse [options]

Makes a version of all packages in a throw-away copy of the checkout, publishes it to a registry that is started
on this machine, installs it from there into blank projects, and uses it. Publishes nowhere else.
What is not ours comes from the registry that npm is set to. Exits with 1 if anything failed.

  --only <names>   only these projects, separated by commas
  --jobs <n>       projects at the same time (default 2)
  --keep           leave the folder with the copy and the projects, and say where it is
  --help           this

${projects.map(({ name, about }) => `  ${name.padEnd(width)}   ${about}`).join("\n")}
`
}

/** Reads the command line; undefined: help is asked for. */
export function readOptions(args: readonly string[], names: readonly string[]): Options | undefined {
  const { values } = parse(args)
  if (values.help) return undefined
  const only = (values.only ?? "").split(",").filter((name) => name !== "")
  const unknown = only.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new UsageError(`--only takes ${names.join(", ")}. Received: ${unknown}.`)
  const jobs = Number(values.jobs ?? 2)
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new UsageError(`--jobs takes a number from 1. Received: ${values.jobs}.`)
  return { only, jobs, keep: values.keep ?? false }
}

function parse(args: readonly string[]) {
  const options = {
    only: { type: "string" },
    jobs: { type: "string" },
    keep: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const
  try {
    return parseArgs({ args: [...args], options })
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}. --help lists the options.`)
  }
}
