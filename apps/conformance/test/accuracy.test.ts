import { type Case, type CaseTensor, goldens, runConformance } from "@gradual/conformance"
import { expect, test } from "vitest"
import type { Opened } from "../src/environment.ts"
import { nodeOpeners } from "../src/node/openers.ts"

// What is promised of `gradual`, tighter than what the suite asks of every backend.

const within = (tensor: CaseTensor | undefined, low: number, high: number) =>
  tensor?.data.every((entry) => typeof entry === "number" && entry >= low && entry <= high) === true
const isPromised = ({ fn, inputs: [values, p] }: Case) =>
  fn === "gradual" && values?.dtype === "float32" && within(values, 1e-8, 1) && within(p, 1, 64)
const cases = goldens.map((file) => ({ ...file, cases: file.cases.filter(isPromised) }))

test.each(["js", "tfjs-cpu", "tfjs-wasm", "ort-wasm"] as const)(
  "%s: outputs within 2 ulp and gradients within 4, for values in [1e-8, 1] and p in [1, 64]",
  async (name) => {
    const { backend } = (await nodeOpeners[name]!()) as Opened
    const { results } = await runConformance(backend, { cases })
    const worst = (key: "output" | "gradient") => Math.max(...results.map((result) => result.worst[key] ?? 0))
    expect(results.filter(({ status }) => status === "passed").length).toBeGreaterThan(50)
    expect(worst("output")).toBeLessThan(2)
    expect(worst("gradient")).toBeLessThan(4)
  },
)
