import type { Backend, Program } from "@gradual/core"
import { goldens, runConformance } from "@gradual/conformance"
import { describe, expect, test } from "vitest"
import { device, type Handle } from "./device.ts"

// The runner itself: what it asks, and that it frees all that it is given.

const exp = goldens.filter(({ cases }) => cases[0]?.fn === "exp")
const only = (filter: string) => ({ cases: exp, filter })
const statusOf = async (backend: Backend<Handle>, handles: () => number, filter = "exp/points-f32") =>
  (await runConformance(backend, { ...only(filter), handles })).results.map(({ status, detail }) => detail ?? status)

describe("the runner", () => {
  test("frees every handle", async () => {
    const { backend, handles } = device()
    expect((await runConformance(backend, { cases: exp, handles })).summary).toMatchObject({ failed: 0, skipped: 0 })
    expect(handles()).toBe(0)
  })

  test.each(["upload", "read"] as const)("frees every handle when %s throws", async (member) => {
    for (let at = 1; at <= 3; at++) {
      const { backend, handles } = device()
      let left = at
      const failing = (value: never) => {
        if (--left === 0) throw new Error("out of memory")
        return backend[member](value)
      }
      expect(await statusOf({ ...backend, [member]: failing }, handles)).toEqual(["out of memory"])
      expect(handles()).toBe(0)
    }
  })

  test("asks each program once, and the last synchronously too", async () => {
    const programs: Program[] = []
    const { backend, handles } = device()
    const compile = (program: Program) => {
      programs.push(program)
      return backend.compile(program)
    }
    expect(await statusOf({ ...backend, compile }, handles, "exp/empty")).toEqual(["passed"])
    expect(programs.length).toBe(3) // as written, simplified and so fused, synchronous
    programs.length = 0
    const { capabilities } = backend
    await statusOf({ ...backend, compile, capabilities: { ...capabilities, sync: false } }, handles, "exp/empty")
    expect(programs.length).toBe(2)
  })

  test("counts what a backend makes no claim about, and does not call it passed", async () => {
    const { backend } = device()
    const capabilities = { ...backend.capabilities, nonFinite: "indeterminate" as const }
    const cases = goldens.filter(({ cases }) => cases[0]?.fn === "gradual")
    const report = await runConformance({ ...backend, capabilities }, { cases })
    const of = (id: string) => report.results.find((result) => result.id === id)
    expect(of("gradual/pinf-f32")).toMatchObject({ status: "unverifiable", unverifiable: 11 })
    expect(of("gradual/zero-one-p0.5-f32")).toMatchObject({ status: "passed", unverifiable: 2 }) // infinite gradients
    expect(of("gradual/sweep-f32")).not.toHaveProperty("unverifiable")
    expect(report.summary).toEqual({ passed: 192, failed: 0, skipped: 0, unverifiable: 26 })
  })
})

describe("the runner sees", () => {
  test("handles that are left over", async () => {
    const { backend, handles } = device()
    const upload = (value: never) => {
      backend.upload(value) // one more than anyone disposes of
      return backend.upload(value)
    }
    expect(await statusOf({ ...backend, upload }, handles)).toEqual([
      expect.stringMatching(/^\d+ handles are left over$/),
    ])
  })

  test("arguments that a run has changed", async () => {
    const { backend, handles } = device()
    let runs = 0
    const compile = (program: Program) => {
      const { run, dispose } = backend.compile(program)
      const spoil = (inputs: readonly Handle[]) => {
        const outputs = run(inputs)
        if (++runs === 3) inputs[0]?.value?.data.fill(7) // the last one: others are seen by what comes after them
        return outputs
      }
      return { run: spoil, dispose }
    }
    const [detail] = await statusOf({ ...backend, compile }, handles, "exp/scalar-f32")
    expect(detail).toMatch(/^argument 0 was changed by the run: element 0: .* expected, got 7 /)
  })
})
