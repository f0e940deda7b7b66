import { compile, type DType, type NDArray, type Tensor } from "@gradual/core"
import { type Case, functionNames, goldens, type Report, runConformance } from "@gradual/conformance"
import { catalogue } from "@gradual/operators"
import { beforeAll, describe, expect, test } from "vitest"
import { js } from "../src/index.ts"

// What this backend has reached, tighter than what conformance asks of every backend.

const cases = goldens.flatMap((file) => file.cases)
const elementwise =
  "abs add atan ceil cos div erf exp expm1 floor log log1p logistic maximum minimum mul neg pow round sign sin sqrt sub tanh".split(
    " ",
  )

describe.each(["float32", "float64"] as const)("%s", (dtype: DType) => {
  let report: Report
  beforeAll(async () => {
    const ofDtype = (one: Case) => one.outputs[0]?.dtype === dtype
    report = await runConformance(js(), {
      cases: goldens.map((file) => ({ ...file, cases: file.cases.filter(ofDtype) })),
    })
  })
  const worst = (fn: string, key: "output" | "gradient") =>
    Math.max(...report.results.filter(({ id }) => id.startsWith(`${fn}/`)).map((result) => result.worst[key] ?? 0))

  test.each(elementwise)("%s is within 1 ulp", (fn) => {
    expect(report.results.some(({ id }) => id.startsWith(`${fn}/`))).toBe(true)
    expect(worst(fn, "output")).toBeLessThan(1)
  })

  test("gradual is within 1 ulp, its gradients within 4 of the largest", () => {
    expect(worst("gradual", "output")).toBeLessThan(1)
    expect(worst("gradual", "gradient")).toBeLessThan(4)
  })

  if (dtype === "float64") return
  // in float32 everything between is float64, so that the last rounding is almost the only one
  test.each(Object.keys(catalogue))("%s is within 1 ulp, its gradients within 2 of the largest", (fn) => {
    expect(worst(fn, "output")).toBeLessThan(1)
    expect(worst(fn, "gradient")).toBeLessThan(2)
  })
})

describe("written, simplified and fused programs", () => {
  const same = (a: NDArray, b: NDArray) =>
    a.data.length === b.data.length && a.data.every((entry, i) => Object.is(entry, b.data[i]))

  test("simplifying changes no bit of any operator or its gradient", () => {
    const backend = js()
    const values = new Float32Array(64).map((_, i) => Math.fround((i * 37) % 64) / 63)
    for (const { operator, name } of Object.values(catalogue)) {
      const fn = (v: Tensor, p: Tensor) => operator(v, p)
      const [written, simplified] = [{ simplify: false }, {}].map((options) =>
        compile.sync(backend, fn, { ...options, fuse: false })(values, 3.5),
      )
      expect(same(written as NDArray, simplified as NDArray), name).toBe(true)
    }
  })
})

test("every function has cases", () => {
  const covered = new Set(cases.map(({ fn }) => fn))
  const uncovered = functionNames().filter((name) => !covered.has(name))
  // one-liners over covered ops
  expect(uncovered).toEqual([
    "all",
    "any",
    "expandDims",
    "full",
    "isNan",
    "oneHot",
    "ones",
    "reciprocal",
    "square",
    "zeros",
  ])
})
