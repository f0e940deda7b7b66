import { expect, test } from "vitest"

interface Tally {
  readonly count: number
  readonly worst: number
  readonly at: readonly number[]
  add(inputs: readonly Float32Array[], results: Float32Array, truths: Float64Array, count: number): void
}
const { Tally } = (await import(new URL("../fits/ulps.mjs", import.meta.url).href)) as { Tally: new () => Tally }

const least = 2 ** -149
const largest = (2 - 2 ** -23) * 2 ** 127
const errors: readonly (readonly [result: number, truth: number, error: number])[] = [
  [1, 1, 0],
  [1 + 2 ** -23, 1, 1],
  [1, 1 - 2 ** -25, 0.5],
  [2 * least, 3.5 * least, 1.5],
  [0, least / 4, 0.25],
  [-0, least / 4, Number.POSITIVE_INFINITY],
  [0, 2 ** -126, 2 ** 23],
  [-0, 0, Number.POSITIVE_INFINITY],
  [0, -0, Number.POSITIVE_INFINITY],
  [least, 0, Number.POSITIVE_INFINITY],
  [Number.NaN, Number.NaN, 0],
  [Number.NaN, 1, Number.POSITIVE_INFINITY],
  [1, Number.NaN, Number.POSITIVE_INFINITY],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [-largest, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  [Number.POSITIVE_INFINITY, 2 ** 128 - 2 ** 102, 0.25],
  [largest, 2 ** 130, 1],
]

test.each(errors)("a result of %d for %d is off by %d ulp", (result, truth, error) => {
  const tally = new Tally()
  tally.add([Float32Array.of(7)], Float32Array.of(result), Float64Array.of(truth), 1)
  expect(tally.worst).toBe(error)
})

test("a tally keeps the worst of all results, and its inputs", () => {
  const tally = new Tally()
  const add = (inputs: readonly number[], results: readonly number[], truths: readonly number[], count: number) =>
    tally.add([Float32Array.from(inputs)], Float32Array.from(results), Float64Array.from(truths), count)
  add([5, 6, 7], [1, 1 + 2 ** -23, 0], [1, 1, 1], 2) // the third is left over
  add([8], [1], [1 - 2 ** -25], 1)
  expect(tally).toMatchObject({ count: 3, worst: 1, at: [6] })
})
