import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { root } from "./documents.ts"
import type { Overlay } from "./overlay.ts"

/** Whether this machine can compute references. */
export function canGenerate(): boolean {
  return spawnSync("python3", ["-c", "import mpmath"]).status === 0
}

/** The case file of a function that a recipe declares in one of its Python files, generated in a copy. */
export function generated(fn: string, path: string, overlay: Overlay): string {
  const folder = mkdtempSync(join(tmpdir(), "gradual-recipe-"))
  try {
    cpSync(join(root, "tooling/goldens/goldens"), join(folder, "goldens"), { recursive: true })
    for (const [file, text] of overlay)
      if (file.startsWith("tooling/goldens/")) writeFileSync(join(folder, "goldens", basename(file)), text)
    const module = basename(path, ".py")
    const script = `from goldens.${module} import *; from goldens.writer import files; print(files()["${fn}.ts"], end="")`
    const { status, stdout, stderr } = spawnSync("python3", ["-B", "-c", script], { cwd: folder, encoding: "utf8" })
    if (status !== 0) throw new Error(`${path}: ${stderr}`)
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}
