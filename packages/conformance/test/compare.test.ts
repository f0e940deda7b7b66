import type { Capabilities, NDArray } from "@gradual/core"
import { type Budget, type CaseNumber, compare, type Truth, ulp } from "@gradual/conformance"
import { describe, expect, test } from "vitest"

const claims: Capabilities = {
  dtypes: ["bool", "int32", "float32", "float64"],
  headroom: true,
  sync: true,
  subnormals: "keep",
  signedZero: true,
  nonFinite: "ieee",
  accuracy: "ieee",
}
const exact: Budget = { ulps: 0, terms: 0 }
const float32 = (...data: number[]): NDArray => ({
  dtype: "float32",
  shape: [data.length],
  data: new Float32Array(data),
})
const truth = (data: CaseNumber[], more: Partial<Truth> = {}): Truth => ({
  dtype: "float32",
  shape: [data.length],
  data,
  ...more,
})
const passes = (got: number, expected: CaseNumber, budget = exact, more: Partial<Truth> = {}, options = {}): boolean =>
  compare(float32(got), truth([expected], more), { budget, claims, ...options }).failure === undefined

describe("special values", () => {
  const values = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    3.4028234663852886e38,
    2 ** -149,
    1,
  ]
  const written: CaseNumber[] = ["NaN", "Infinity", "-Infinity", 0, 3.4028234663852886e38, 2 ** -149, 1]
  const generous: Budget = { ulps: 4, terms: 0 }
  test.each(values.flatMap((got, i) => written.map((expected, j) => [got, expected, i === j] as const)))(
    "%s for %s: %s",
    (got, expected, same) => {
      // the largest number may overflow, the least be lost: neighbours within 4 ulp
      const near =
        (got === Number.POSITIVE_INFINITY && expected === 3.4028234663852886e38) ||
        [got, expected].every((x) => x === 0 || x === 2 ** -149)
      expect(passes(got, expected, generous)).toBe(same || near)
    },
  )

  test("the sign of zero counts only where it is asked for", () => {
    expect(passes(-0, 0)).toBe(true)
    expect(passes(-0, 0, exact, {}, { signedZero: true })).toBe(false)
    expect(passes(0, "-0", exact, {}, { signedZero: true })).toBe(false)
    expect(passes(-0, "-0", exact, {}, { signedZero: true })).toBe(true)
  })
})

describe("ulps", () => {
  test("are the spacing of the dtype at the truth", () => {
    expect(ulp("float32", 1)).toBe(2 ** -23)
    expect(ulp("float32", 0.99)).toBe(2 ** -24)
    expect(ulp("float32", 0)).toBe(2 ** -149)
    expect(ulp("float32", 2 ** -140)).toBe(2 ** -149)
    expect(ulp("float64", 1)).toBe(2 ** -52)
    expect(ulp("float32", 3.4e38)).toBe(2 ** 104)
  })

  test("are fractional: a correctly rounded result is within half", () => {
    const half: Budget = { ulps: 0.5, terms: 0 }
    expect(passes(Math.fround(1 / 3), 1 / 3, half)).toBe(true)
    expect(passes(Math.fround(1 / 3) + 2 ** -25, 1 / 3, half)).toBe(false)
    expect(compare(float32(1 + 2 ** -23), truth([1]), { budget: { ulps: 2, terms: 0 }, claims }).worst).toBe(1)
  })

  test("of float64 are measured against what float64 cannot hold", () => {
    const got: NDArray = { dtype: "float64", shape: [1], data: new Float64Array([1 + 2 ** -52]) }
    const one: Truth = { dtype: "float64", shape: [1], data: [1], lo: [2 ** -53] }
    expect(compare(got, one, { budget: { ulps: 0.5, terms: 0 }, claims })).toEqual({ worst: 0.5, unverifiable: 0 })
  })

  test("of a tensor are those of its largest entry", () => {
    const gradient: Budget = { ulps: 4, terms: 0, scale: "tensor" }
    expect(compare(float32(1e-9, 1), truth([0, 1]), { budget: gradient, claims }).failure).toBeUndefined()
    expect(compare(float32(1e-9, 1), truth([0, 1]), { budget: { ulps: 4, terms: 0 }, claims }).failure).toMatch(
      /^element 0: 0 expected, got 9.99/,
    )
  })
})

describe("what a case may add", () => {
  test("the magnitude of terms that cancel", () => {
    const adding: Budget = { ulps: 1, terms: 2 }
    expect(passes(0, 1, adding, { mag: [2e8] })).toBe(true)
    expect(passes(100, 1, adding, { mag: [2e8] })).toBe(false)
  })
  test("the condition of an exponent", () => {
    expect(passes(1 + 2 ** -20, 1, { ulps: 1, terms: 0 }, { cond: [20] })).toBe(true)
    expect(passes(1 + 2 ** -20, 1, { ulps: 1, terms: 0 }, { cond: [5] })).toBe(false)
  })
  test("other values that are as right, and elements that are unspecified", () => {
    expect(passes(1, 0.5, exact, { also: [[0, 1]] })).toBe(true)
    expect(passes(0.75, 0.5, exact, { also: [[0, 1]] })).toBe(false)
    expect(passes(Number.NaN, 0.5, exact, { any: [0] })).toBe(true)
  })
})

describe("what a backend does not claim", () => {
  const flushing = { claims: { ...claims, subnormals: "flush" as const } }
  const vague = { claims: { ...claims, nonFinite: "indeterminate" as const } }

  test("subnormals may be lost, or be made of what is lost", () => {
    expect(passes(0, 1e-40, exact, {}, flushing)).toBe(true)
    expect(passes(0, 1e-40)).toBe(false)
    expect(passes(0, 1e-37, exact, {}, flushing)).toBe(false)
    expect(passes(1.3e-38, 1.2e-38, { ulps: 1, terms: 0 }, {}, flushing)).toBe(true)
    expect(passes(1.3e-38, 1.2e-38, { ulps: 1, terms: 0 })).toBe(false)
  })

  test("a function of a subnormal is right, or not to be judged", () => {
    const options = { budget: exact, ...flushing, given: () => [1e-40] }
    expect(compare(float32(-92), truth([-92]), options)).toEqual({ worst: 0, unverifiable: 0 })
    expect(compare(float32(Number.NEGATIVE_INFINITY), truth([-92]), options)).toEqual({ worst: null, unverifiable: 1 })
    expect(compare(float32(-93), truth([-92]), { budget: exact, claims, given: () => [1e-40] }).failure).toBeDefined()
    const yes: NDArray = { dtype: "bool", shape: [1], data: Uint8Array.of(1) }
    const no: Truth = { dtype: "bool", shape: [1], data: [false] }
    expect(compare(yes, no, options)).toEqual({ worst: null, unverifiable: 1 })
    expect(compare(yes, no, { ...options, given: () => [1e-30] }).failure).toBeDefined()
  })

  test("NaN, infinities, and what comes of them, is not to be judged, even where it is right", () => {
    const nowhere = { worst: null, unverifiable: 1 }
    expect(compare(float32(Number.NaN), truth(["NaN"]), { budget: exact, ...vague })).toEqual(nowhere)
    expect(compare(float32(1), truth(["Infinity"]), { budget: exact, ...vague })).toEqual(nowhere)
    const given = () => [Number.NEGATIVE_INFINITY]
    expect(compare(float32(5), truth([0]), { budget: exact, ...vague, given })).toEqual(nowhere)
    expect(compare(float32(5), truth([0]), { budget: exact, claims, given }).failure).toBeDefined()
    expect(compare(float32(5), truth([0]), { budget: exact, ...vague, given: () => [1] }).failure).toBeDefined()
  })
})

test("dtype and shape come first", () => {
  expect(compare(float32(1), truth([1, 2]), { budget: exact, claims }).failure).toBe("shape [2] expected, got [1]")
  expect(compare(float32(1), { ...truth([1]), dtype: "int32" }, { budget: exact, claims }).failure).toBe(
    "dtype int32 expected, got float32",
  )
})
