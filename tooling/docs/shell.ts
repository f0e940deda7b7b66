import { existsSync } from "node:fs"
import { join } from "node:path"
import { type Block, read, root } from "./documents.ts"

/** Prints the help of a `gradual` command; undefined when there is no such command. */
export type Help = (command: string) => Promise<string | undefined>

interface Manifest {
  readonly packageManager: string
  readonly scripts: Readonly<Record<string, string>>
}

const manifest = (): Manifest => JSON.parse(read("package.json")) as Manifest

/** What is wrong with the commands of a block: a script, option, version or file that does not exist. */
export async function wrongCommands({ path, line, code }: Block, help: Help): Promise<string[]> {
  const commands = code
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .map((command) => command.replace(/(^|\s)#.*$/, "").trim())
    .filter((command) => command !== "")
  const problems = await Promise.all(commands.map((command) => problemOf(words(command), help)))
  return problems.flatMap((problem) => (problem === undefined ? [] : [`${path}:${line}: ${problem}`]))
}

/** The words of a command; what is in single quotes is one. */
export function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? (plain as string))
}

async function problemOf([program, ...args]: readonly string[], help: Help): Promise<string | undefined> {
  if (program === "npx" && args[0] === "--yes") {
    const { packageManager } = manifest()
    return args[1] === packageManager ? scriptProblem(args.slice(2), help) : `${args[1]} is not ${packageManager}`
  }
  if (program === "pnpm") return scriptProblem(args, help)
  if (program === "gradual") return gradualProblem(args, help)
  if (program === "git" || program === "cd") return undefined
  const runs = program === "python3" || program === "node"
  const file = runs ? (args.find((arg) => !arg.startsWith("-")) as string) : (program as string)
  return existsSync(join(root, file)) ? undefined : `there is no ${file}`
}

function scriptProblem(
  [script, ...args]: readonly string[],
  help: Help,
): Promise<string | undefined> | string | undefined {
  if (script === undefined) return "a script is missing"
  if (script === "gradual" || script === "demo")
    return gradualProblem(script === "demo" ? ["demo", ...args] : args, help)
  if (script === "install") return undefined
  if (script === "add") {
    const ours = args.filter((name) => name.startsWith("@gradual/"))
    const missing = ours.find((name) => !existsSync(join(root, "packages", name.slice("@gradual/".length))))
    return missing === undefined ? undefined : `there is no package ${missing}`
  }
  const exists = Object.hasOwn(manifest().scripts, script) || existsSync(join(root, "node_modules/.bin", script))
  return exists ? undefined : `there is no script ${script}`
}

async function gradualProblem([command, ...args]: readonly string[], help: Help): Promise<string | undefined> {
  if (command === undefined || command === "--help" || command === "--version") return undefined
  const text = await help(command)
  if (text === undefined) return `there is no command gradual ${command}`
  const unknown = args.find((arg) => arg.startsWith("--") && !text.includes(`${arg} `) && !text.includes(`${arg}\n`))
  return unknown === undefined ? undefined : `gradual ${command} has no option ${unknown}`
}
