import { runConformance } from "@gradual/conformance"
import { expect, test } from "vitest"
import { plain } from "../src/index.ts"

test("a backend that is a little wrong is found out", async () => {
  const right = plain()
  const wrong = {
    ...right,
    read: (x: Parameters<typeof right.read>[0]) => ({
      ...right.read(x),
      data: right.read(x).data.map((y) => y * (1 + 1e-6)),
    }),
  }
  expect((await runConformance(right, { filter: "gradual/sweep" })).summary.failed).toBe(0)
  expect((await runConformance(wrong as typeof right, { filter: "gradual/sweep" })).summary.failed).toBeGreaterThan(0)
})
