import { spawn } from "node:child_process"
import process from "node:process"

/** Where and how programs run. */
export interface Place {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Ends the program. */
  readonly signal: AbortSignal
}

/** A program that failed; the message ends with the last that it said. */
export class CommandError extends Error {
  override readonly name: string = "CommandError"
}

/** What a program may say in a message. */
const lastLines = 25

/** Runs a program to its end; returns what it wrote to standard output. */
export function run(program: string, args: readonly string[], { cwd, env, signal }: Place): Promise<string> {
  // `npm` is no program on Windows, but a script of its shell
  const shell = process.platform === "win32" && program !== process.execPath
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      shell,
      signal,
      stdio: ["ignore", "pipe", "pipe"],
    })
    let [output, said] = ["", ""]
    child.stdout.on("data", (text) => {
      output += text
      said += text
    })
    child.stderr.on("data", (text) => {
      said += text
    })
    child.on("error", reject)
    child.on("close", (code, by) => {
      if (code === 0) return resolve(output)
      const end = said.trim().split("\n").slice(-lastLines).join("\n")
      reject(new CommandError(`${[program, ...args].join(" ")} ended with ${by ?? code}:\n${end}`))
    })
  })
}

/** Runs a script with this Node. */
export function node(args: readonly string[], place: Place): Promise<string> {
  return run(process.execPath, args, place)
}
