import { budgetsOf, ulp } from "@gradual/conformance"
import type { Capabilities } from "@gradual/core"
import { describe, expect, test } from "vitest"

/** By how much a value may be off, beside its own rounding, on a backend of this accuracy. */
function allowed(accuracy: Capabilities["accuracy"], fn: string, y: number, ...args: number[]): number {
  const { ulps, beside } = budgetsOf(fn, accuracy).output
  return ulps * ulp("float32", y) + (beside?.(y, ...args) ?? 0)
}

describe("what WGSL allows", () => {
  // errors that a conforming implementation has been seen to make
  test.each([
    ["exp", Math.exp(-79.8), [-79.8], 59.7 * ulp("float32", Math.exp(-79.8))],
    ["log", Math.log(0.9999), [0.9999], 4.7e-7],
    ["log", Math.log(1e-30), [1e-30], 3 * ulp("float32", 69)],
    ["pow", 0.9999 ** 1000, [0.9999, 1000], 2641 * 2 ** -24],
    ["pow", 3 ** 20, [3, 20], 54 * ulp("float32", 3 ** 20)],
    ["tanh", Math.tanh(1e-3), [1e-3], 199 * ulp("float32", 1e-3)],
    ["logistic", 1 / (1 + Math.exp(17)), [-17], 25 * ulp("float32", 4e-8)],
    ["sin", Math.sin(3), [3], 2 ** -11],
    ["div", 1 / 3, [1, 3], 2.5 * 2 ** -25],
    ["sqrt", Math.SQRT2, [2], 4.5 * 2 ** -24],
    ["sin", Math.sin(100), [100], 2],
  ] as const)("%s may be %s at %s, off by %s", (fn, y, args, error) => {
    expect(allowed("wgsl", fn, y, ...args)).toBeGreaterThanOrEqual(error)
  })

  // bugs that backends for GPUs have or had
  test.each([
    ["log", Math.log(0.9999), [0.9999], 0.01 * Math.log(1 / 0.9999)],
    ["pow", (1 - 2 ** -24) ** 1000, [1 - 2 ** -24, 1000], 0.9999404 - 0.98756],
    ["exp", Math.exp(-20), [-20], Math.expm1(1e-4) * Math.exp(-20)],
    ["log1p", Math.log1p(1e-10), [1e-10], 1e-10],
    ["expm1", Math.expm1(1e-10), [1e-10], 1e-10],
    ["tanh", Math.tanh(0.5), [0.5], 1e-4],
    ["logistic", 1 / (1 + Math.exp(17)), [-17], 1.2e-8],
    ["erf", 0.0001128379, [1e-4], 1e-8],
    ["erf", 0.8427, [1], 1e-5],
    ["cos", Math.cos(1), [1], 1e-3],
    ["div", 1 / 3, [1, 3], 4 * 2 ** -25],
    ["mul", 1 / 3, [1, 1 / 3], 2 ** -25],
  ] as const)("%s may not be %s at %s, off by %s", (fn, y, args, error) => {
    expect(allowed("wgsl", fn, y, ...args)).toBeLessThan(error)
  })
})

test("an absolute model allows of sigmoids what is nothing near 1, and nothing else more", () => {
  expect(allowed("absolute", "logistic", 4.1e-8, -17)).toBeGreaterThan(1e-7)
  expect(allowed("absolute", "logistic", 0.5, 0)).toBeLessThan(1e-6)
  expect(budgetsOf("exp", "absolute")).toBe(budgetsOf("exp"))
})
