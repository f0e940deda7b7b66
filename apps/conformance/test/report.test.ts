import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { environments } from "../src/environments.ts"
import { writeReport } from "../src/report.ts"
import type { Run } from "../src/run.ts"

const folder = mkdtempSync(join(tmpdir(), "gradual-matrix-"))
afterAll(() => rmSync(folder, { recursive: true }))

test("a page and XML hold what ran, what failed with a command for it, and what could not run with the reason", () => {
  const [first, second, third] = environments as [Run["environment"], Run["environment"], Run["environment"]]
  const worst = { output: 2, gradient: null }
  const results = [
    { id: "exp/one", status: "passed" as const, worst },
    { id: "exp/two", status: "failed" as const, worst, detail: "off by 2" },
  ]
  const report = { backend: first.backend, summary: { passed: 1, failed: 1, skipped: 0 }, results }
  const runs: Run[] = [
    { environment: first, seconds: 1, outcome: { engines: { node: "20" }, report } },
    { environment: second, seconds: 1, outcome: { engines: {}, failure: "it did not open" } },
    { environment: third, seconds: 0, outcome: { engines: {}, absent: "no browser" } },
  ]
  expect(writeReport(join(folder, "new"), runs)).toEqual(["index.html", "junit.xml"].map((n) => join(folder, "new", n)))
  for (const name of ["index.html", "junit.xml"]) {
    const text = readFileSync(join(folder, "new", name), "utf8")
    for (const { id } of [first, second, third]) expect(text).toContain(id)
    for (const told of ["off by 2", "it did not open", "no browser"]) expect(text).toContain(told)
    expect(text).toContain(`pnpm matrix --only ${first.id} --filter &#39;exp/two&#39;`)
  }
})
