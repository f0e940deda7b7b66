import { gaussianNoise, gumbelNoise, type NoiseOptions, uniformNoise } from "@gradual/operators"
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64"
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus"
import { describe, expect, test } from "vitest"

function seeded(seed: number): () => number {
  const generator = xoroshiro128plus(seed)
  return () => uniformFloat64(generator)
}
const mean = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length
const variance = (xs: readonly number[]) => mean(xs.map((x) => (x - mean(xs)) ** 2))

const sources = { uniformNoise, gumbelNoise, gaussianNoise } as const
/** Mean and variance of each distribution. */
const moments = {
  uniformNoise: [1 / 2, 1 / 12],
  gumbelNoise: [0.5772, Math.PI ** 2 / 6],
  gaussianNoise: [0, 1],
} as const

describe.each(Object.entries(sources))("%s", (name, make) => {
  const of = (options: Partial<NoiseOptions>) => make({ shape: [2, 3], random: seeded(1), ...options })

  test("has the shape and the dtype asked for", () => {
    expect(of({})).toMatchObject({ dtype: "float32", shape: [2, 3] })
    expect(of({ dtype: "float64", shape: [0, 4] })).toMatchObject({ dtype: "float64", shape: [0, 4] })
  })

  test("is the same for the same seed, and another for another", () => {
    expect(of({}).data).toEqual(of({}).data)
    expect(of({ random: seeded(2) }).data).not.toEqual(of({}).data)
  })

  test.each(["float32", "float64"] as const)("is finite whatever the source gives, in %s", (dtype) => {
    for (const u of [0, Number.MIN_VALUE, 1 - 2 ** -53, 1])
      expect(of({ dtype, random: () => u }).data.every(Number.isFinite)).toBe(true)
  })

  test("refuses what is no such source", () => {
    for (const u of [-0.1, 1.5, Number.NaN])
      expect(() => of({ random: () => u })).toThrow(`${name}: random must give numbers in [0, 1). Received: ${u}.`)
    expect(() => of({ dtype: "int32" as never })).toThrow(`${name}: float32 or float64 expected.`)
  })

  test("is distributed as it says", () => {
    const drawn = [...of({ shape: [20_000], dtype: "float64" }).data]
    const [center, spread] = moments[name as keyof typeof moments]
    expect(mean(drawn)).toBeCloseTo(center, 1)
    expect(variance(drawn) / spread).toBeCloseTo(1, 1)
  })
})

test("uniform noise leaves out both ends", () => {
  for (const [dtype, least] of [
    ["float32", 2 ** -24],
    ["float64", 2 ** -53],
  ] as const) {
    expect(uniformNoise({ shape: [1], dtype, random: () => 0 }).data[0]).toBe(least)
    expect(uniformNoise({ shape: [1], dtype, random: () => 1 - 2 ** -53 }).data[0]).toBe(1 - least)
  }
})
