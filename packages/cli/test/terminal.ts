import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Io, main } from "../src/index.ts"

/** What a run of the command left. */
export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A world of the test's own. */
export interface World {
  readonly cwd?: string
  readonly env?: Io["env"]
  readonly stdin?: string | Error
  readonly isTTY?: boolean
  readonly columns?: number
  /** Milliseconds that pass between two looks at the clock. Default 0. */
  readonly tick?: number
}

/** Runs the command with its output captured. */
export async function gradual(args: readonly string[], world: World = {}): Promise<Run> {
  const written = { stdout: "", stderr: "" }
  const { isTTY, columns, tick = 0 } = world
  let time = 0
  const output = (name: "stdout" | "stderr") => ({
    isTTY,
    columns,
    write: (text: string) => {
      written[name] += text
    },
  })
  const code = await main(args, {
    stdout: output("stdout"),
    stderr: output("stderr"),
    stdin: async () => {
      if (world.stdin instanceof Error) throw world.stdin
      return world.stdin ?? ""
    },
    env: world.env ?? {},
    cwd: world.cwd ?? tmpdir(),
    now: () => {
      time += tick
      return time
    },
  })
  return { code, ...written }
}

/** A new empty folder. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), "gradual-cli-"))
}
