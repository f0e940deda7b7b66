import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { examples, main } from "../src/main.ts"

function example(...args: readonly string[]) {
  const written = { out: "", error: "" }
  const io = {
    out: (text: string) => {
      written.out += text
    },
    error: (text: string) => {
      written.error += text
    },
  }
  return { code: main(args, { ...io, progress: false }), ...written }
}

describe("the command", () => {
  test("says how it is used, and where each example is told", () => {
    const { code, out, error } = example("--help")
    expect({ code, error }).toEqual({ code: 0, error: "" })
    for (const { name, summary, guide } of examples)
      for (const text of [name, summary, guide]) expect(out).toContain(text)
  })

  test.each([
    [[], "the name of an example expected, one of feature-selection, learning-to-rank"],
    [["feature"], "Received: feature."],
    [["feature-selection", "twice"], "one example at a time"],
    [["feature-selection", "--backend", "gpu"], "--backend must be one of js, wasm. Received: gpu."],
    [["feature-selection", "--seed", "x"], "--seed must be a whole number. Received: x."],
    [["feature-selection", "--seed", ""], "--seed must be a whole number"],
    [["feature-selection", "--speed"], "Unknown option '--speed'"],
  ] as const)("answers a mistake in one line: %j", (args, message) => {
    const { code, out, error } = example(...args)
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(error).toMatch(/^example: .*\.\n$/)
    expect(error).toContain(message)
  })

  test("writes pictures into a folder, or says why it cannot", () => {
    const folder = mkdtempSync(join(tmpdir(), "gradual-examples-"))
    try {
      const { code, out } = example("feature-selection", "--seed", "2", "--out", join(folder, "new"))
      expect(code).toBe(0)
      const pictures = readdirSync(join(folder, "new"))
      expect(pictures.length).toBeGreaterThan(0)
      for (const name of pictures) expect(out).toContain(`wrote ${join(folder, "new", name)}\n`)

      writeFileSync(join(folder, "file"), "")
      const refused = example("feature-selection", "--out", join(folder, "file"))
      expect(refused.code).toBe(2)
      expect(refused.error).toMatch(/^example: --out must be a folder that can be written to\. Received: .*\n$/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
