import { spawn } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { folder } from "./terminal.ts"

const command = fileURLToPath(new URL("../bin/gradual.js", import.meta.url))
const isBuilt = existsSync(fileURLToPath(new URL("../dist/index.js", import.meta.url)))
const many = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => i / 50_000))

/** Starts the built command; `reads` tells whether all of its output is read, or its first piece alone. */
function start(args: readonly string[], stdin: string, reads: "all" | "first") {
  const child = spawn(process.execPath, [command, ...args], { cwd: folder() })
  let [stdout, stderr] = ["", ""]
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString()
    if (reads === "first") child.stdout.destroy()
  })
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  child.stdin.on("error", () => {}) // a command that refuses its arguments does not read
  child.stdin.end(stdin)
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })
}

describe.skipIf(!isBuilt)("the built command", () => {
  const args = ["run", "gradual", "--values", "-", "--p", "2", "--json"]

  test("reads standard input and writes all of a long answer", async () => {
    const { code, stdout, stderr } = await start(args, many, "all")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const { outputs } = JSON.parse(stdout) as { outputs: { data: number[] }[] }
    expect(outputs[0]!.data).toHaveLength(50_000)
  })

  test("ends quietly when its reader goes away", async () => {
    const { code, stderr } = await start(args, many, "first")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  })

  test("says where a module for --backend cannot be read", async () => {
    const path = join(folder(), "syntax.mjs")
    writeFileSync(path, "export default {\n  a: ,\n}\n")
    const { code, stdout, stderr } = await start(["conformance", "--backend", path], "", "all")
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toMatch(/^[^\n]* \(a syntax error: Unexpected token ','\)\. To see where: node --check \S+\n$/)
  })

  test("exits with the code of what went wrong", async () => {
    const { code, stdout, stderr } = await start(["run", "gradual", "--values", "-", "--p", "x"], many, "all")
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr.split("\n")).toHaveLength(2)
  })
})
