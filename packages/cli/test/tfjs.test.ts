import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { optional } from "../src/optional.ts"
import type { Io } from "../src/index.ts"
import { folder, gradual } from "./terminal.ts"

const command = fileURLToPath(new URL("../bin/gradual.js", import.meta.url))
const isBuilt = existsSync(fileURLToPath(new URL("../dist/index.js", import.meta.url)))
const question = ["run", "gradual", "--values", "[0.2,0.4,0.6,0.8]", "--p", "3", "--grad"]

interface Json {
  readonly backend: string
  readonly outputs: readonly { data: number[] }[]
  readonly gradients: readonly { data: number[] }[]
}

describe.each(["tfjs-cpu", "tfjs-wasm"])("--backend %s", (backend) => {
  test("computes what js computes, with nothing but that on the output", async () => {
    const [ours, own] = await Promise.all(
      [backend, "js"].map(async (name) => {
        const { code, stdout, stderr } = await gradual([...question, "--backend", name, "--json"])
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
        return JSON.parse(stdout) as Json
      }),
    )
    expect(ours!.backend).toBe(backend)
    const numbers = ({ outputs, gradients }: Json) => [...outputs, ...gradients].flatMap(({ data }) => data)
    for (const [i, value] of numbers(own!).entries()) expect(numbers(ours!)[i]).toBeCloseTo(value, 6)
  })

  test("passes the cases of an operator, known failures apart", async () => {
    const { code, stdout } = await gradual([
      "conformance",
      "--backend",
      backend,
      "--filter",
      "powerNormalize/",
      "--json",
    ])
    expect(JSON.parse(stdout)).toMatchObject({ backend, summary: { failed: 0 } })
    expect(code).toBe(0)
  })

  test("says in one line that it has no float64", async () => {
    const { code, stdout, stderr } = await gradual([...question, "--backend", backend, "--dtype", "float64"])
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" })
    expect(stderr).toMatch(/^gradual run: .*float64.*\n$/)
  })

  test.skipIf(!isBuilt)("the built command finds it from any folder", () => {
    const run = execFileSync(process.execPath, [command, ...question, "--backend", backend, "--json"], {
      cwd: folder(),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    })
    expect((JSON.parse(run) as Json).outputs[0]!.data[3]).toBeCloseTo(0.992, 6)
  })
})

describe("a package that does not come with the command", () => {
  const io = (cwd: string) => ({ cwd }) as Io

  test("is refused with the command that installs it", async () => {
    await expect(optional(io(folder()), "tfjs-wasm", "@gradual/no-such-package")).rejects.toThrow(
      "tfjs-wasm needs @gradual/no-such-package, which is not installed. Received: tfjs-wasm. Use: npm install @gradual/no-such-package",
    )
  })

  test("is found in the folder where the command was called", async () => {
    const cwd = folder()
    const place = join(cwd, "node_modules", "no-such-package")
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, "package.json"), JSON.stringify({ name: "no-such-package", main: "main.mjs" }))
    writeFileSync(join(place, "main.mjs"), "export const answer = 42")
    expect(await optional<{ answer: number }>(io(cwd), "tfjs-cpu", "no-such-package")).toMatchObject({ answer: 42 })
  })
})
