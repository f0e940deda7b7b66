import { beforeAll, describe, expect, test } from "vitest"
import type { Groups } from "../src/data/cars.ts"
import { compareRanking, learningToRank, steps } from "../src/learning-to-rank/example.ts"
import { expectSamePicture, recordedPicture } from "./pictures.ts"

const run = { seed: 1, progress: () => {} } as const
const runs = {} as Record<"js" | "wasm", ReturnType<typeof compareRanking>>
beforeAll(() => {
  runs.js = compareRanking({ ...run, backend: "js" })
  runs.wasm = compareRanking({ ...run, backend: "wasm" })
})

/** Ranks from 1, tied entries at their mean, without any operator. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    return below + (equal + 1) / 2
  })
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((sum, each) => sum + each, 0) / x.length
  const product = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, each, i) => sum + (each - mean(x)) * ((y[i] as number) - mean(y)), 0)
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}

/** The mean over groups of Spearman's correlation, in plain arithmetic. */
function spearman(weights: readonly number[], { features, economy }: Groups): number {
  const [groups, cars, count] = features.shape as [number, number, number]
  const each = Array.from({ length: groups }, (_, group) => {
    const there = Array.from({ length: cars }, (_car, i) => group * cars + i).filter((at) => economy.data[at]! > 0)
    const scores = there.map((at) =>
      weights.reduce((sum, weight, i) => sum + weight * features.data[at * count + i]!, 0),
    )
    return pearson(ranksOf(scores), ranksOf(there.map((at) => economy.data[at]!)))
  })
  return each.reduce((sum, x) => sum + x, 0) / groups
}

describe.each(["js", "wasm"] as const)("on %s", (backend) => {
  test("at p = ∞ the soft correlation is Spearman's own", () => {
    const { data, ranking } = runs[backend]
    const last = ranking.judged.at(-1)!
    expect(last.step).toBe(steps)
    expect(last.train).toBeCloseTo(spearman(ranking.weights, data.train), 9)
    expect(last.test).toBeCloseTo(spearman(ranking.weights, data.test), 9)
  })

  test("the loss falls, and cars that it never saw are ranked better than at first, and than least squares ranks them", () => {
    const { ranking, regression } = runs[backend]
    const { curve, judged } = ranking
    expect(curve).toHaveLength(steps)
    expect(curve.at(-1)!.loss).toBeLessThan(0.1 * curve[0]!.loss)
    const last = judged.at(-1)!
    expect(last.test).toBeGreaterThan(judged[0]!.test + 1)
    expect(last.test).toBeGreaterThan(regression.test)
    expect(last.test).toBeGreaterThan(0.88)
  })

  test("soft ranks of learned scores spread with p, from all alike to ranks", () => {
    const { p, cars } = runs[backend].sweep
    const range = p.map((_, at) => {
      const ranks = cars.map((car) => car.ranks[at]!)
      return Math.max(...ranks) - Math.min(...ranks)
    })
    range.slice(1).forEach((each, at) => {
      expect(each).toBeGreaterThanOrEqual(range[at]! - 1e-9)
    })
    expect(range[0]).toBeLessThan(1)
    expect(range.at(-1)).toBeGreaterThan(cars.length - 1.01)
  })
})

test("both backends learn the same: one curve to rounding, and one ranking", () => {
  const { js, wasm } = runs
  // float64 on either: sums in another order differ by 1e-16 or so, and Adam's steps divide small gradients by small ones
  js.ranking.curve.forEach(({ loss }, at) => {
    expect(Math.abs(loss - wasm.ranking.curve[at]!.loss)).toBeLessThan(1e-9)
  })
  js.ranking.weights.forEach((weight, i) => {
    expect(Math.abs(weight - wasm.ranking.weights[i]!)).toBeLessThan(1e-9)
  })
  js.ranking.judged.forEach(({ train, test }, at) => {
    expect(Math.abs(train - wasm.ranking.judged[at]!.train)).toBeLessThan(1e-12)
    expect(Math.abs(test - wasm.ranking.judged[at]!.test)).toBeLessThan(1e-12)
  })
})

test("the pictures in the guide are those that it draws", () => {
  const { pictures, report } = learningToRank.run({ ...run, backend: "wasm" })
  for (const [name, svg] of Object.entries(pictures)) expectSamePicture(svg, recordedPicture(name))
  expect(report).toMatch(/^Spearman on the test cars: 0\.\d{3} by the soft rank loss, 0\.\d{3} by least squares/m)
})
