import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { root } from "../docs/documents.ts"

// The gate in a repository of its own, with our configuration and two packages.

let repository: string
const git = (...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], { cwd: repository })

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(repository, dirname(file)), { recursive: true })
    writeFileSync(join(repository, file), text)
  }
}

function commit(files: Readonly<Record<string, string>>): void {
  write(files)
  git("add", "--all")
  git("commit", "--quiet", "--message", "a change")
}

function gate(...args: readonly string[]): { readonly status: number | null; readonly said: string } {
  const script = join(root, "tooling/check-changeset.mjs")
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: repository,
    encoding: "utf8",
  })
  return { status, said: stdout + stderr }
}

const changeset = (...names: readonly string[]) =>
  ["---", ...names.map((name) => `"@gradual/${name}": patch`), "---", "", "What changed.", ""].join("\n")

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), "gradual-changeset-"))
  git("init", "--quiet", "--initial-branch", "main")
  cpSync(join(root, ".changeset/config.json"), join(repository, ".changeset/config.json"), { recursive: true })
  commit({
    "packages/core/package.json": '{ "name": "@gradual/core" }',
    "packages/core/src/index.ts": "export const x = 1\n",
    "packages/plot/package.json": '{ "name": "@gradual/plot" }',
    "packages/plot/src/index.ts": "export const y = 1\n",
    ".changeset/earlier.md": changeset("core", "plot"),
  })
  git("checkout", "--quiet", "-b", "change")
})
afterEach(() => rmSync(repository, { recursive: true }))

describe("a change to the sources of a package", () => {
  test("fails without a changeset of its own", () => {
    commit({ "packages/core/src/index.ts": "export const x = 2\n" })
    const { status, said } = gate()
    expect(status).toBe(1)
    expect(said).toContain("Received: none for @gradual/core.\nRun `pnpm changeset`")
  })

  test("passes with one that names the package, and fails with one that names another", () => {
    commit({ "packages/core/src/new.ts": "export {}\n", ".changeset/new.md": changeset("plot") })
    expect(gate()).toMatchObject({ status: 1, said: expect.stringContaining("none for @gradual/core.") })
    commit({ ".changeset/new.md": changeset("plot", "core") })
    expect(gate().status).toBe(0)
  })

  test("fails before it is committed, too, and where a file is removed", () => {
    write({ "packages/plot/src/new.ts": "export {}\n" })
    expect(gate()).toMatchObject({ status: 1, said: expect.stringContaining("none for @gradual/plot.") })
    rmSync(join(repository, "packages/plot/src/new.ts"))
    expect(gate().status).toBe(0)
    rmSync(join(repository, "packages/core/src/index.ts"))
    expect(gate()).toMatchObject({ status: 1, said: expect.stringContaining("none for @gradual/core.") })
  })

  test("passes with an empty changeset, which says that users notice nothing", () => {
    commit({ "packages/core/src/index.ts": "export const x = 2\n", ".changeset/none.md": "---\n---\n" })
    expect(gate().status).toBe(0)
  })
})

test("a change to tests and documents needs none", () => {
  commit({ "packages/core/test/x.test.ts": "", "packages/core/README.md": "", "docs/guide.md": "" })
  expect(gate()).toEqual({ status: 0, said: "changeset: every change to a package is declared\n" })
})

test("a branch that is not there is told in a line", () => {
  const { status, said } = gate("--since", "gone")
  expect(status).toBe(2)
  expect(said).toBe(
    "changeset: there is no commit to compare with. Received: gone. Fetch it, or name one with --since.\n",
  )
})
