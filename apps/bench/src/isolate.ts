import { spawn } from "node:child_process"
import process from "node:process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const entry = fileURLToPath(new URL("./index.js", import.meta.url))

/** Runs the bench with these arguments in a process of its own, whose memory is fresh and whose code nothing else has warmed up. */
export async function isolated<T>(args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, ["--expose-gc", entry, ...args, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
  const output = await text(child.stdout)
  const code = await ended
  if (output === "") throw new Error(`a run of its own ended with ${code}: bench ${args.join(" ")}`)
  return JSON.parse(output) as T
}
