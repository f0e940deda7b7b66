// Checks the packages as their users get them: builds and packs every public one, then asks publint whether the manifest
// is right and attw whether TypeScript finds the types. Packed by pnpm: only it applies publishConfig and the catalog.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Runs a program of node_modules/.bin; says what it said only where it failed. */
function succeeds(program, ...args) {
  const shell = process.platform === "win32"
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${program}`, args, { encoding: "utf8", shell })
  if (status !== 0) console.error(`${stdout ?? ""}${stderr ?? ""}`)
  return status === 0
}

const folder = mkdtempSync(join(tmpdir(), "gradual-packages-"))
try {
  const packed =
    succeeds("turbo", "run", "build", "--filter=./packages/*", "--output-logs=errors-only") &&
    succeeds("pnpm", "-r", "--filter=./packages/*", "pack", "--pack-destination", folder)
  if (!packed) process.exitCode = 1

  for (const file of packed ? readdirSync(folder) : []) {
    const tarball = join(folder, file)
    const manifest = succeeds("publint", tarball, "--strict")
    // ESM only: what `require` and the oldest resolution would find is not asked.
    const types = succeeds("attw", tarball, "--profile", "esm-only", "--no-color")
    if (!manifest || !types) process.exitCode = 1
    console.log(`${file}: publint ${manifest ? "ok" : "FAILED"}, types ${types ? "ok" : "FAILED"}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
