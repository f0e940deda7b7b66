import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { blocksOf, read, root } from "../docs/documents.ts"
import { entries } from "../docs/overlay.ts"

// The test file that the suite's README gives to authors of adapters is run as they would: by vitest, in a project of its own.

const readme = "packages/conformance/README.md"
const [file, ...others] = blocksOf(readme, read(readme)).filter(({ section }) => section === "An adapter's test file")
const code = file?.code ?? ""
const project = mkdtempSync(join(tmpdir(), "gradual-adapter-"))
afterAll(() => rmSync(project, { recursive: true }))

interface Outcome {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

/** Runs vitest on test files, by their names, and of them the tests of some names. */
async function outcomeOf(files: Readonly<Record<string, string>>, names: string): Promise<Outcome> {
  const vitest = join(root, "node_modules/vitest")
  const alias = [...entries(), ["vitest", join(vitest, "dist/index.js")] as const].map(([find, to]) => {
    const replacement = to.startsWith("packages/") ? join(root, to) : to
    return `{ find: /^${find.replaceAll("/", "\\/")}$/, replacement: ${JSON.stringify(replacement)} }`
  })
  const all = { ...files, "vitest.config.mjs": `export default { resolve: { alias: [${alias.join(", ")}] } }\n` }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(project, name), text)
  const words = ["run", "--root", project, "--reporter", "json", "--outputFile", join(project, "out.json"), "-t", names]
  await new Promise((done) =>
    execFile(process.execPath, [join(vitest, "vitest.mjs"), ...words], { cwd: project }, done),
  )
  return JSON.parse(readFileSync(join(project, "out.json"), "utf8")) as Outcome
}

describe("the test file of an adapter in the suite's README", () => {
  test("is the one block of its section, of ten lines", () => {
    expect(others).toEqual([])
    expect(code.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(10)
  })

  test("passes for a backend that is right, and fails for one that is wrong", async () => {
    const wrong = "{ ...js(), read: (array) => ({ ...array, data: array.data.map((x) => x * 1.001) }) }"
    const files = { "right.test.ts": code, "wrong.test.ts": code.replace("js(),", `(${wrong}),`) }
    const { testResults } = await outcomeOf(files, "exp/points-f32|every known failure")
    const outcomes = testResults.map(({ name, assertionResults }) => {
      const ran = assertionResults.filter(({ status }) => status === "passed" || status === "failed")
      return [basename(name), Object.fromEntries(ran.map(({ title, status }) => [title, status]))]
    })
    expect(Object.fromEntries(outcomes)).toEqual({
      "right.test.ts": { "exp/points-f32": "passed", "every known failure is one of these": "passed" },
      "wrong.test.ts": { "exp/points-f32": "failed", "every known failure is one of these": "passed" },
    })
  })
})
