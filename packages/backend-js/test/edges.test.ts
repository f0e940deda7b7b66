import { compile, evaluate, grad, mul, sum, type Tensor, type TensorLike, tensor } from "@gradual/core"
import {
  catalogue,
  crossEntropyLoss,
  entmax,
  entmax15,
  gumbelTopK,
  hardTopK,
  ndcg,
  normalizedEntropy,
  normmax,
  permutahedronSortKl,
  sigmoidTopK,
  softQuantile,
  softSort,
  softTopK,
  sparsemax,
  spearman,
  straightThroughTopK,
} from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { js } from "../src/index.ts"

// Where operators meet the ends of their domains: what conformance's cases do not reach.

const infinite = Number.POSITIVE_INFINITY
/** A backend that computes float32 in float32. */
const narrow = { ...js(), capabilities: { ...js().capabilities, headroom: false } }
const numbers = (x: Tensor): number[] => [...evaluate.sync(js(), x).data]
const wide = (...values: number[]): Float64Array<ArrayBuffer> => Float64Array.from(values)
const close = (x: Tensor, expected: readonly number[], digits = 12) => {
  const actual = numbers(x)
  expect(actual).toHaveLength(expected.length)
  for (const [i, y] of expected.entries()) expect(actual[i]).toBeCloseTo(y, digits)
}

describe("quantiles of plain numbers", () => {
  const eleven = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  test.each([
    ["higher", 0.1, 1],
    ["lower", 0.7, 7],
    ["lower", 0.9, 9],
    ["midpoint", 0.3, 3],
    ["nearest", 0.05, 0],
  ] as const)("are where NumPy's are: %s %d", (method, q, expected) => {
    expect(numbers(softQuantile(eleven, q, infinite, { method }))).toEqual([expected])
    expect(numbers(softQuantile(wide(...eleven), [q], infinite, { method }))).toEqual([expected])
  })
  test("take the dtype of values, and that of a tensor of levels", () => {
    expect(softQuantile(eleven, 0.7).dtype).toBe("float32")
    expect(softQuantile(eleven, wide(0.7)).dtype).toBe("float64")
  })
})

describe("a p for each entry", () => {
  test("changes no hard choice", () => {
    const chosen = numbers(hardTopK([3, 2, 1], 1))
    expect(numbers(straightThroughTopK([3, 2, 1], 1, [1, 5, 1]))).toEqual(chosen)
    expect(numbers(gumbelTopK([3, 2, 1], [0, 0, 0], 1, [1, 5, 1], { hard: true }))).toEqual(chosen)
  })
  test.each([
    ["softTopK", softTopK],
    ["sigmoidTopK", sigmoidTopK],
  ])("has its limit at ∞, and masks at 0: %s", (_, topK) => {
    expect(numbers(topK(wide(1, 2, 3), 1, [infinite, infinite, infinite]))).toEqual([0, 0, 1])
    expect(numbers(topK(wide(-1, -2, -3), 2, [infinite, infinite, infinite]))).toEqual([1, 1, 0])
    expect(numbers(topK(wide(1, 2, 3), 1, [infinite, 1, 1]))).toEqual([1, 0, 0])
    expect(numbers(topK(wide(-1, 2, 3), 2, [infinite, 1, 1]))).toEqual([0, 1, 1])
    expect(numbers(topK([-infinite, 2, 3], 1, [0, 1, 1]))[0]).toBe(0)
    const slope = grad((v: Tensor) => sum(mul([1, 2, 3], topK(v, 1, [infinite, infinite, infinite]))))
    close(slope(wide(2, 2, 1)) as Tensor, [0, 0, 0])
  })
  test.each<[string, (v: TensorLike, p: TensorLike) => Tensor]>([
    ["sparsemax", sparsemax],
    ["entmax15", entmax15],
    ["entmax", (v, p) => entmax(v, 1.5, p)],
    ["normmax", (v, p) => normmax(v, 2, p)],
  ])("leaves a row of masked entries at 0: %s", (_, choice) => {
    const masked = [
      [-infinite, -infinite],
      [1, 2],
    ]
    expect(numbers(choice(masked, [1, 2])).slice(0, 2)).toEqual([0, 0])
  })
})

test.each([1e-300, 1e-17, 1e-16, 2e-8])("sigmoidTopK adds up to a k of %d, with a gradient", (k) => {
  const scores = wide(0.1, 0.5, 0.3)
  const total = numbers(sigmoidTopK(scores, wide(k))).reduce((a, b) => a + b)
  expect(total / k).toBeCloseTo(1, 12)
  const slope = grad((v: Tensor) => sum(mul([1, 2, 3], sigmoidTopK(v, k))))
  expect(numbers(slope(scores) as Tensor).every(Number.isFinite)).toBe(true)
  const [first] = compile.sync(narrow, () => sigmoidTopK([0.1, 0.5, 0.3], k))().data
  expect(first).toBeGreaterThanOrEqual(0)
})

test("Spearman's correlation does not depend on the scale of small scores", () => {
  const at = (scale: number) => spearman(wide(scale, 2 * scale, 4 * scale), wide(scale, 2 * scale, 4.5 * scale))
  const [unit] = numbers(at(2 ** -10)) as [number]
  for (const scale of [2 ** -30, 2 ** -60]) close(at(scale), [unit], 13)
})

test("an entropic sort pools what is far apart", () => {
  // of 0 and b all that counts is 0: ln(1 + e^p) less p for the lower place
  for (const b of [1e4, 1e12, 1e17, 1e300])
    close(permutahedronSortKl(wide(0, b), 1), [Math.log1p(Math.exp(-1)), Math.log1p(Math.E)])
  const sorted = compile.sync(narrow, () => permutahedronSortKl([0, 1e8], 1))()
  for (const [i, y] of [Math.log1p(Math.exp(-1)), Math.log1p(Math.E)].entries())
    expect(sorted.data[i]).toBeCloseTo(y, 6)
})

test("the entropy of entries that are far apart, or large", () => {
  expect(normalizedEntropy([1, 1, 5e-324])).toBeCloseTo(Math.log(2) / Math.log(3), 12)
  expect(normalizedEntropy([1e308, 1e308])).toBe(1)
})

test.each([[[Number.NaN]], [[Number.NaN, Number.NaN]], [[Number.NaN, 0.5, 0.25]]])(
  "the gradient of sorting %j is NaN, in all of its row and in no other",
  (row) => {
    const gradient = compile.sync(
      js(),
      grad((v: Tensor) => sum(softSort(v, 1))),
    )({ dtype: "float64", shape: [2, row.length], data: wide(...row, ...row.map((_, i) => i)) })
    const [own, next] = [gradient.data.slice(0, row.length), gradient.data.slice(row.length)]
    expect(own.every(Number.isNaN)).toBe(true)
    expect(next.every(Number.isFinite)).toBe(true)
  },
)

test("a row that is ignored may hold anything", () => {
  const loss = (x: Tensor) => sum(crossEntropyLoss(x, new Int32Array([-1, 0])))
  const slope = grad(loss)(
    tensor(
      [
        [Number.NaN, 1],
        [0, 0],
      ],
      "float64",
    ),
  ) as Tensor
  close(slope, [0, 0, -0.5, 0.5])
})

test("relevances and weights are finite", () => {
  expect(() => ndcg([1, 2, 3], infinite)).toThrow("ndcg: relevance must lie in [0, ∞). Received: relevance=")
})

test("a law of doubled p is refuted where it fails", () => {
  for (const name of ["softRank", "softSortRank", "neuralSortRank", "softSort", "oddEvenSort"] as const)
    expect(catalogue[name].laws.sharpensWithP.holds).toBe(false)
})
