import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const script = fileURLToPath(new URL("check.py", import.meta.url))

/** ONNX's own checker, where this machine has it. */
export interface Checker {
  /** The newest version of ONNX's operators that it knows. */
  readonly opset: number
  /** What is wrong with models, by name. */
  check(models: Readonly<Record<string, Uint8Array>>): string[]
}

/** Debian's python3-onnx is for Debian's own python3, which need not be the first on the path. */
export function findChecker(): Checker | undefined {
  for (const python of [process.env.ONNX_PYTHON ?? "python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, [script], { encoding: "utf8" })
    if (status === 0) return { opset: Number(stdout), check: (models) => check(python, models) }
  }
  return undefined
}

function check(python: string, models: Readonly<Record<string, Uint8Array>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "gradual-onnx-"))
  try {
    const file = join(folder, "models.json")
    const list = Object.entries(models).map(([id, model]) => ({ id, model: Buffer.from(model).toString("base64") }))
    writeFileSync(file, JSON.stringify(list))
    const { status, stdout, stderr } = spawnSync(python, [script, file], { encoding: "utf8" })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as string[]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
