import { reportOf, type Result } from "@gradual/conformance"
import { describe, expect, test } from "vitest"
import { disagreements, isWhole } from "../src/support/stale.ts"
import { suiteOf } from "../src/support/suite.ts"
import {
  entriesOf,
  functionOf,
  type Measured,
  merge,
  roundUp,
  type Support,
  serialize,
} from "../src/support/support.ts"
import { capabilities } from "./fakes.ts"

const result = (
  id: string,
  status: Result["status"],
  output: number | null,
  gradient: number | null = null,
): Result => ({
  id,
  status,
  worst: { output, gradient },
})

const measured = (output: number, day = "2026-01-01", passed = 3): Measured => ({
  measured: day,
  suite: "0",
  engines: { node: "20.0.0" },
  capabilities,
  functions: { exp: { passed, skipped: 1, worst: { float32: { output, gradient: null, second: null } } } },
})
const supportOf = (environments: Support["environments"]): Support => ({ schema: "gradual.support/1", environments })

describe("what is recorded of a function", () => {
  test("counts by status, and the largest errors, by precision: of what is known to fail, too, and not of what failed", () => {
    const report = reportOf("js", [
      result("exp/points-f32", "passed", 0.5012, 1),
      result("exp/edges-f32", "passed", 0.25, null),
      result("exp/overflow", "known", 7),
      result("exp/broken", "failed", 1e9),
      result("exp/points-f64", "passed", 0.75),
      result("law/gradual/hardLimit", "passed", null),
      result("abs/points-f64", "skipped", null),
    ])
    expect(entriesOf(report)).toEqual({
      abs: { skipped: 1, worst: {} },
      exp: {
        passed: 3,
        known: 1,
        failed: 1,
        worst: {
          float32: { output: 7, gradient: 1, second: null },
          float64: { output: 0.75, gradient: null, second: null },
        },
      },
      "law/gradual": { passed: 1, worst: {} },
    })
    expect(Object.keys(entriesOf(report))).toEqual(["abs", "exp", "law/gradual"])
  })

  test("a function is named by its results", () => {
    expect(["exp/points-f32", "law/gradual/hardLimit", "known/exp/x"].map(functionOf)).toEqual([
      "exp",
      "law/gradual",
      "known",
    ])
  })

  test.each([
    [0, 0],
    [0.5, 0.5],
    [0.07, 0.07],
    [0.501, 0.51],
    [99.1, 100],
    [1234, 1300],
    [1.2e-7, 1.2e-7],
    [9.94e-7, 1e-6],
  ])("errors are rounded up to two digits: %f to %f", (exact, rounded) => {
    expect(roundUp(exact)).toBe(rounded)
    expect(roundUp(rounded)).toBe(rounded)
  })
})

describe("merging", () => {
  const order = ["node/js", "node/tfjs-cpu", "chromium/js"]

  test("keeps what was not measured now, in the usual order, and forgets what is no environment", () => {
    const before = supportOf({ "chromium/js": measured(1), "node/gone": measured(1) })
    const after = merge(before, { "node/js": measured(2) }, order)
    expect(Object.entries(after.environments)).toEqual([
      ["node/js", measured(2)],
      ["chromium/js", measured(1)],
    ])
  })

  test("keeps the day of what did not change, whatever the order of its fields", () => {
    const before = supportOf({ "node/js": measured(1) })
    const { functions, ...rest } = measured(1, "2026-02-02")
    expect(merge(before, { "node/js": { functions, ...rest } }, order)).toEqual(before)
    expect(merge(before, { "node/js": measured(2, "2026-02-02") }, order).environments["node/js"]?.measured).toBe(
      "2026-02-02",
    )
  })
})

test("what an environment was measured with changes with what is known to fail on its backend", () => {
  const failure = { backend: "tfjs-webgl", match: "exp/nan", reason: "r", upstream: "u", observed: "o" }
  const known = { schema: "gradual.known-failures/1", failures: [failure] }
  expect(suiteOf("tfjs-webgl", known)).not.toBe(suiteOf("tfjs-webgl", undefined))
  expect(suiteOf("tfjs-webgpu", known)).toBe(suiteOf("tfjs-webgpu", undefined))
})

test("support.json has a line for each function", () => {
  const text = serialize(supportOf({ "node/js": measured(0.5) }))
  expect(JSON.parse(text)).toEqual(supportOf({ "node/js": measured(0.5) }))
  expect(text.split("\n")).toContain(
    '        "exp": {"passed":3,"skipped":1,"worst":{"float32":{"output":0.5,"gradient":null,"second":null}}}',
  )
  expect(text.endsWith("}\n")).toBe(true)
})

describe("what is recorded is stale", () => {
  const support = supportOf({ "node/js": measured(0.5) })
  const with_ = (change: Partial<Measured>): Measured => ({ ...measured(0.5), ...change })

  test("not when the same comes out, on another day, by another version, or with smaller errors", () => {
    expect(disagreements("node/js", support, measured(0.5, "2030-01-01"))).toEqual([])
    expect(disagreements("node/js", support, with_({ engines: { node: "24.0.0" } }))).toEqual([])
    expect(disagreements("node/js", support, measured(0))).toEqual([])
  })

  test("when an error is more than twice as large", () => {
    expect(disagreements("node/js", support, measured(1))).toEqual([])
    expect(disagreements("node/js", support, measured(1.1))).toEqual([
      "node/js exp: float32 output error 1.1 ulp, 0.5 recorded",
    ])
    expect(disagreements("node/js", supportOf({ "node/js": measured(0) }), measured(0.01))).toHaveLength(1)
  })

  test("when something is measured that was not, or no longer", () => {
    const functions = { exp: { passed: 3, skipped: 1, worst: {} } }
    expect(disagreements("node/js", support, with_({ functions }))).toEqual([
      "node/js exp: float32 output error null ulp, 0.5 recorded",
    ])
    expect(disagreements("node/js", supportOf({ "node/js": with_({ functions }) }), measured(0.5))).toHaveLength(1)
  })

  test("when other numbers of cases pass or fail", () => {
    expect(disagreements("node/js", support, measured(0.5, "", 4))).toEqual(["node/js exp: 4 passed, 3 recorded"])
    const functions = { exp: { ...measured(0.5).functions.exp, failed: 1 } as Measured["functions"][string] }
    expect(disagreements("node/js", support, with_({ functions }))).toEqual(["node/js exp: 1 failed, 0 recorded"])
  })

  test("of functions of which a filter takes all cases: not of others, and not of laws", () => {
    expect([isWhole("exp", ""), isWhole("law/gradual", "")]).toEqual([true, true])
    expect([isWhole("exp", "exp/,log/"), isWhole("log", "exp/,log/"), isWhole("pow", "exp/,log/")]).toEqual([
      true,
      true,
      false,
    ])
    expect([isWhole("exp", "edges"), isWhole("law/gradual", "gradual/")]).toEqual([false, false])
    expect(disagreements("node/js", support, with_({ functions: {} }), (name) => name !== "exp")).toEqual([])
  })

  test("when there are other functions, capabilities or environments", () => {
    expect(disagreements("node/js", support, with_({ functions: { log: { passed: 1, worst: {} } } }))).toEqual([
      "node/js exp: recorded, but there are no such cases",
      "node/js log: not recorded",
    ])
    const other = { ...capabilities, sync: false }
    expect(disagreements("node/js", support, with_({ capabilities: other }))).toEqual([
      "node/js: other capabilities than recorded",
    ])
    expect(disagreements("node/tfjs-cpu", support, measured(0.5))).toEqual(["node/tfjs-cpu is not recorded"])
  })
})
