import { GradualError, print, tensor, compile, type Backend, type NDArray } from "@gradual/core"
import * as operators from "@gradual/operators"
import { catalogue, choose, type Conditions, inDomain, laws, showDomain } from "@gradual/operators"
import { describe, expect, test } from "vitest"

const entries = Object.entries(catalogue)
const row = tensor([0.2, 0.4, 0.8])

describe.each(entries)("%s", (name, entry) => {
  test("is listed under its name and exported", () => {
    expect(entry.name).toBe(name)
    expect(operators).toHaveProperty(name, entry.function)
  })

  test("claims every law, and says why those fail that do", () => {
    expect(Object.keys(entry.laws).sort()).toEqual(Object.keys(laws).sort())
    for (const claim of Object.values(entry.laws)) if (!claim.holds) expect(claim.shows.length).toBeGreaterThan(5)
  })

  test("is the identity where it says so, and only there claims the law", () => {
    expect(entry.laws.identityAtOne.holds).toBe(entry.identityAt === 1)
  })

  test("has the broadcast shape and the wider dtype", () => {
    const { operator } = entry
    expect(operator(row, 2)).toMatchObject({ dtype: "float32", shape: [3] })
    expect(operator(row, [[1], [2]])).toMatchObject({ shape: [2, 3] })
    expect(operator([[0.1], [0.2]], [1, 2, 3], { axis: 0 })).toMatchObject({ shape: [2, 3] })
    if ((entry.leastEntries ?? 1) === 1) expect(operator(0.5, 2).shape).toEqual([])
    expect(operator([], 2).shape).toEqual([0])
    expect(operator(row, tensor(2, "float64")).dtype).toBe("float64")
    expect(operator(tensor([0, 1], "int32"), 2).dtype).toBe("float32")
  })

  test("refuses numbers outside its domain, and axes that are not there", () => {
    const below = entry.domains.p.excludes === "min" ? entry.domains.p.min : entry.domains.p.min - 1
    for (const p of [below, Number.NaN, [1, below]]) {
      expect(() => entry.operator(row, p)).toThrow(
        `${name}: p must lie in ${showDomain(entry.domains.p)}. Received: p=`,
      )
    }
    expect(() => entry.operator(row, 2, { axis: 1 })).toThrow(`${name}: axis 1 is out of range for rank 1`)
    expect(() => entry.operator(row, [1, 2])).toThrow(GradualError)
  })
})

test("choose gives those that meet all conditions, and refuses what is none", () => {
  const named = (conditions: Conditions) => choose(conditions).map(({ name }) => name)
  expect(named({})).toEqual(Object.keys(catalogue))
  expect(named({ identityAtOne: true, continuousAtTies: true })).toEqual(["softmaxBlend", "logitGain"])
  expect(named({ identityAtOne: true, continuousAtTies: false })).toEqual(["gradual"])
  expect(named({ identityAtOne: true, sumsToOne: true })).toEqual([])
  expect(() => named({ sumsToTwo: true } as never)).toThrow(
    "choose: a law of the catalogue expected. Received: sumsToTwo.",
  )
  expect(() => named({ kind: "mask" } as never)).toThrow("choose: kind must be one of choice, subset, sorted, ranks.")
})

test("domains read as people write them", () => {
  expect(showDomain({ min: 0, max: Number.POSITIVE_INFINITY })).toBe("[0, ∞]")
  expect(showDomain({ min: 0, max: 1, excludes: "min" })).toBe("(0, 1]")
  expect(inDomain(Number.NaN, { min: 0, max: 1 })).toBe(false)
  expect(inDomain(0, { min: 0, max: 1, excludes: "min" })).toBe(false)
})

test("gradual costs one pow per element, shared with its gradient", async () => {
  const { vjp } = await import("@gradual/core")
  const planner = {
    capabilities: { dtypes: ["bool", "int32", "float32", "float64"], headroom: true },
    fused: new Set(),
    typeOf: () => undefined,
  } as never as Backend<NDArray>
  const f = compile(planner, (v, p) => {
    const [y, pullback] = vjp((x) => catalogue.gradual.operator(x, p as never), v as never)
    return [y, pullback(v as never)[0]] as never
  })
  const text = print(f.program(new Float32Array(8), 3 as never))
  expect(text.match(/float64\[8\] = pow\(/g)).toHaveLength(1)
})
