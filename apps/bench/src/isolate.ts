import { spawn } from "node:child_process"
import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const entry = fileURLToPath(new URL("./index.js", import.meta.url))

/** Runs the bench with these arguments in a process of its own, whose memory is fresh and whose code nothing else has warmed up. */
export async function isolated<T>(args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, ["--expose-gc", entry, ...args, "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  // what it complains of is in its JSON, unless it ends without any
  const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (output === "") throw new Error(`bench ${args.join(" ")} ended without a result: ${complaint.trim()}`)
  return JSON.parse(output) as T
}
