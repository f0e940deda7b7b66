import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import { afterAll, describe, expect, it } from "vitest"
import { startPython } from "../src/peers/python.ts"

// The programs here are Node's: what is tested is how this side starts, asks and ends one.
const folder = mkdtempSync(join(tmpdir(), "bench-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** A program that says that it is ready, then does as `text` says; `reply` is there to answer. */
function program(name: string, text: string): string {
  const path = join(folder, name)
  const reply =
    'const reply = (answer, data = "") => process.stdout.write(JSON.stringify({ ...answer, bytes: data.length }) + "\\n" + data)'
  writeFileSync(path, `${reply}\n${text}`)
  return path
}

const echo = `
reply({ ready: true })
let input = ""
process.stdin.on("data", (chunk) => {
  input += chunk
  const line = input.indexOf("\\n") + 1
  const size = line > 0 ? JSON.parse(input.slice(0, line)).size : Infinity
  if (input.length < line + size) return
  reply({ size }, input.slice(line, line + size))
  input = input.slice(line + size)
})`

describe("a program that answers over pipes", () => {
  it("gets requests with their bytes, and its replies come back with theirs", async () => {
    const child = await startPython(process.execPath, program("echo.mjs", echo))
    for (const text of ["abc", "", "\n\n", "x".repeat(3e5)]) {
      const { answer, data } = await child.ask({ size: text.length }, [Buffer.from(text)])
      expect(answer).toEqual({ size: text.length, bytes: text.length })
      expect(Buffer.from(data).toString() === text).toBe(true)
    }
    await child.close()
  })

  it("that cannot be started, or does not start, is an error that says why", async () => {
    await expect(startPython(join(folder, "no-such-python"), "x")).rejects.toThrow("ENOENT")
    const broken = program("broken.mjs", 'console.error("a trace"); console.error("no torch here"); process.exit(1)')
    await expect(startPython(process.execPath, broken)).rejects.toThrow(/ended: no torch here$/)
  })

  it("that ends instead of answering is an error that says why", async () => {
    const end = 'process.stdin.once("data", () => { console.error("out of memory"); process.exit(1) })'
    const child = await startPython(process.execPath, program("mortal.mjs", `reply({}); ${end}`))
    await expect(child.ask({})).rejects.toThrow(/ended: out of memory$/)
    await expect(child.ask({})).rejects.toThrow("ended")
    await child.close()
  })
})
