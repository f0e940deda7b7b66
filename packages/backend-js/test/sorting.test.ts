import {
  eq,
  evaluate,
  GradualError,
  grad,
  mul,
  type NDArray,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
  where,
} from "@gradual/core"
import {
  applyPermutation,
  neuralSort,
  neuralSortMatrix,
  neuralSortRank,
  oddEvenMatrix,
  oddEvenSort,
  softMedian,
  softQuantile,
  softSort,
  softSortMatrix,
  softSortRank,
  softSortTopK,
  standardize,
} from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { js } from "../src/index.ts"

const backend = js()
const numbers = (y: Tensor) => [...(evaluate.sync(backend, y) as NDArray).data]
const infinite = Number.POSITIVE_INFINITY
const float64 = (values: TensorLike) => tensor(values, "float64")

/** As many of these as were printed. */
const printed = (y: Tensor, expected: readonly number[], digits = 4) => {
  const found = numbers(y)
  expect(found).toHaveLength(expected.length)
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, digits)
}

// SoftJAX sorts values by the matrix of their standardized values, at softness 0.1. Its numbers are printed in its README and notebooks.
// Those of its NeuralSort (the default of sort, rank, quantile, median, argsort and top_k) are not ours: its distances |vⱼ − vₖ| are soft,
// by up to 0.02 in results of this size, where ours are those of the paper. Its sorting network is bitonic, padded, and logistic.
describe("what SoftJAX prints, sorted by standardized values", () => {
  const x = float64([-0.2, -1, 0.3, 1])
  const shares = softSortMatrix(standardize(x), 10)

  test("sort, min and max", () => printed(applyPermutation(shares, x), [-0.8996, -0.1705, 0.2847, 0.8874]))

  test("argmin and argmax", () => {
    const rows = numbers(shares)
    printed(tensor(rows.slice(0, 4)), [0.0922, 0.8885, 0.0169, 0.0023])
    printed(tensor(rows.slice(12)), [0.0215, 0.0022, 0.1176, 0.8586])
  })

  test("argmax of [1, 2, 3]", () => {
    const last = numbers(softSortMatrix(standardize(float64([1, 2, 3])), 10)).slice(6)
    printed(tensor(last, "float64"), [0.00398514, 0.06104098, 0.93497388], 8)
  })

  test("max of four uniform numbers", () => {
    const u = float64([0.41845711, 0.21629545, 0.96532146, 0.57450053]) // printed to eight digits
    const sorted = numbers(applyPermutation(softSortMatrix(standardize(u), 10), u))
    expect(sorted[3]).toBeCloseTo(0.9375883761565286, 7)
  })

  test("ranks with ties", () => printed(softSortRank(standardize(float64([1, 1, 0])), 10), [2.4935, 2.4935, 1.0257]))
})

describe("soft permutations", () => {
  const values = [0.4, -1, 2.5, 0.1, 0.7]
  const families = [
    ["SoftSort", softSort, softSortMatrix],
    ["NeuralSort", neuralSort, neuralSortMatrix],
    ["the odd-even network", oddEvenSort, oddEvenMatrix],
  ] as const

  test.each(families)("of %s, applied to the values, sort them as the operator does", (_, sort, matrix) => {
    for (const options of [{}, { descending: true }])
      printed(applyPermutation(matrix(values, 3, options), values), numbers(sort(values, 3, options)), 6)
  })

  test.each(families)("of %s have rows that add up to 1", (_, _sort, matrix) => {
    for (const total of numbers(sum(matrix(values, 3), { axis: -1 }))) expect(total).toBeCloseTo(1, 6)
  })

  test.each(families)("of %s sort exactly at p = ∞, also what float32 can hardly tell apart", (_, sort, matrix) => {
    const near = [1 + 2 ** -23, 1, 1e-30, 3e20, -1]
    const sorted = [...new Float32Array(near)].sort((a, b) => a - b)
    expect(numbers(sort(near, infinite))).toEqual(sorted)
    expect(numbers(sort(near, infinite, { descending: true }))).toEqual(sorted.reverse())
    expect(numbers(matrix([3, 1, 2], infinite))).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0])
  })

  test.each(families)("of %s are along any axis, the last but for the sorted", (_, sort, matrix) => {
    const table = [
      [0.4, 3],
      [-1, 1],
      [2.5, 2],
    ]
    const columns = [
      [0.4, -1, 2.5],
      [3, 1, 2],
    ]
    const p = [[2], [5]]
    const rows = numbers(sort(columns, p))
    printed(
      sort(table, [[2, 5]], { axis: 0 }),
      [0, 3, 1, 4, 2, 5].map((i) => rows[i] as number),
      6,
    )
    expect(numbers(matrix(table, [[2, 5]], { axis: 0 }))).toEqual(numbers(matrix(columns, p)))
    expect(matrix(table, [[2, 5]], { axis: 0 }).shape).toEqual([2, 3, 3])
  })

  test("of a network have columns that add up to 1 where n is no power of two, and conserve the sum", () => {
    for (const p of [0, 1, 10]) {
      for (const total of numbers(sum(oddEvenMatrix(values, p), { axis: -2 }))) expect(total).toBeCloseTo(1, 6)
      expect(numbers(sum(oddEvenSort(float64(values), p)))[0]).toBeCloseTo(2.7, 14)
    }
  })

  test("move features along, and come in batches", () => {
    const scores = [
      [3, 1, 2],
      [1, 2, 3],
    ]
    const items = [
      [
        [3, 30],
        [1, 10],
        [2, 20],
      ],
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
    ]
    const y = applyPermutation(softSortMatrix(scores, infinite), items, { axis: 1 })
    expect(y.shape).toEqual([2, 3, 2])
    expect(numbers(y)).toEqual([1, 10, 2, 20, 3, 30, 1, 10, 2, 20, 3, 30])
    const shared = applyPermutation(softSortMatrix([3, 1, 2], infinite), items, { axis: 1 })
    expect(numbers(shared).slice(6)).toEqual([2, 20, 3, 30, 1, 10])
  })

  test("are learned through the data's gradient: a score falls where its item should come earlier", () => {
    const loss = (scores: Tensor) => sum(mul(applyPermutation(softSortMatrix(scores, 1), [1, 0, 0]), [0, 0, 1]))
    const [first] = numbers(grad(loss)(float64([0.3, 0.2, 0.1])))
    expect(first).toBeGreaterThan(0)
  })

  test("of shapes that do not fit are refused", () => {
    expect(() => applyPermutation(softSortMatrix([1, 2, 3]), [1, 2])).toThrow(
      "applyPermutation: a matrix of shape […batch, m, n] for data of shape […batch, …features] with n entries along the axis expected.",
    )
  })
})

describe("the gradient at ties is that of no order in particular", () => {
  const weighted = (f: (v: Tensor) => Tensor, weights: TensorLike) => (v: Tensor) => sum(mul(f(v), weights))

  test.each([
    ["softSort", (v: Tensor) => softSort(v, 2)],
    ["neuralSort", (v: Tensor) => neuralSort(v, 2)],
    ["sorted values", (v: Tensor) => softSort(v, infinite)],
  ])("%s: equal values take equal parts", (_, f) => {
    const slopes = numbers(grad(weighted(f, [1, 2, 3, 4]))(float64([0.5, -0.25, 0.5, 1])))
    expect(slopes[0]).toBeCloseTo(slopes[2] as number, 14)
  })

  test.each([
    [
      "softSortMatrix",
      softSortMatrix,
      [
        [1, 2],
        [3, 5],
      ],
    ],
    ["softSortRank", softSortRank, [1, 2]],
    ["neuralSortRank", neuralSortRank, [1, 2]],
  ] as const)("%s of two: the slope across the tie, which is smooth", (_, f, weights) => {
    const loss = weighted((v) => f(v, 2), weights)
    const at = (x: number) => numbers(loss(float64([x, 0.5])))[0] as number
    const [slope] = numbers(grad(loss)(float64([0.5, 0.5])))
    expect(slope).toBeCloseTo((at(0.5 + 1e-5) - at(0.5 - 1e-5)) / 2e-5, 8)
  })
})

describe("in chunks", () => {
  const values = [0.4, -1, 2.5, 0.1, 0.7, 0.4, Number.NEGATIVE_INFINITY]
  const weights = [1, -2, 3, 0.5, 2, 4, 1]

  test.each([
    ["softSort", softSort],
    ["neuralSort", neuralSort],
    ["softSortRank", softSortRank],
    ["neuralSortRank", neuralSortRank],
  ] as const)("%s and its gradient are what they are at once", (_, f) => {
    const run = (chunk: number) => {
      // of −∞ a weighted sum is −∞: the first position is left out
      const loss = (v: Tensor) => sum(mul(where(eq(f(v, 2, { chunk }), -infinite), 0, f(v, 2, { chunk })), weights))
      return [f(float64(values), 2, { chunk }), grad(loss)(float64(values))].flatMap(numbers)
    }
    const whole = run(7)
    for (const chunk of [1, 3]) for (const [i, x] of run(chunk).entries()) expect(x).toBeCloseTo(whole[i] as number, 13)
  })

  test("of no whole number of positions are refused", () => {
    for (const chunk of [0, 1.5])
      expect(() => softSort(values, 1, { chunk })).toThrow(
        `softSort: chunk must be a positive integer. Received: chunk=${chunk}`,
      )
  })
})

test("one p per row: several along the axis are refused", () => {
  for (const f of [softSort, neuralSort, oddEvenSort, softSortRank, neuralSortRank, softSortMatrix, softMedian])
    expect(() => f([1, 2, 3], [1, 2, 3])).toThrow("p must have length 1 along the axis. Received: p of shape [3]")
})

describe("the largest k", () => {
  test("are the largest, in descending order", () =>
    expect(numbers(softSortTopK([3, 1, 2], infinite, { k: 2 }))).toEqual([3, 2]))

  test("along an axis take its place", () =>
    expect(softSortTopK([[3], [1], [2]], 1, { k: 2, axis: 0 }).shape).toEqual([2, 1]))

  test.each([0, 4, 1.5])("k = %s of three are refused", (k) => {
    expect(() => softSortTopK([1, 2, 3], 1, { k })).toThrow(GradualError)
  })
})

describe("quantiles", () => {
  const values = [10, 40, 20, 30]
  const levels = [0, 0.2, 0.5, 0.9, 1]
  const at = (method: "linear" | "lower" | "higher" | "nearest" | "midpoint") =>
    numbers(softQuantile(float64(values), levels, infinite, { method }))

  test("at p = ∞ are those of the values, by every method", () => {
    printed(tensor(at("linear")), [10, 16, 25, 37, 40], 5)
    expect(at("lower")).toEqual([10, 10, 20, 30, 40])
    expect(at("higher")).toEqual([10, 20, 30, 40, 40])
    expect(at("nearest")).toEqual([10, 20, 20, 40, 40]) // halves to the lower
    expect(at("midpoint")).toEqual([10, 15, 25, 35, 40])
  })

  test("are those of the softly sorted row", () => {
    const soft = numbers(softSort(float64([1, 3, 2, 5, 4]), 2))
    expect(numbers(softQuantile(float64([1, 3, 2, 5, 4]), [0, 0.25, 0.5, 0.75, 1], 2))).toEqual(soft)
  })

  test("of one level lose the axis, of a list have it", () => {
    const table = [values, values]
    expect(softQuantile(table, 0.5).shape).toEqual([2])
    expect(softQuantile(table, [0.1, 0.5, 0.9]).shape).toEqual([2, 3])
    expect(softQuantile(table, [0.1, 0.5, 0.9], 1, { axis: 0 }).shape).toEqual([3, 4])
    expect(
      softMedian(
        table,
        [[1], [2], [3]].map((p) => [p]),
      ).shape,
    ).toEqual([3, 2])
  })

  test("count no masked values; of none they are 0", () => {
    const masked = [10, -infinite, 30, -infinite]
    expect(numbers(softMedian([masked, masked.map(() => -infinite)], infinite))).toEqual([20, 0])
    const slope = grad((v: Tensor) => sum(softMedian(v, 1)))
    printed(slope(tensor([masked, masked.map(() => -infinite)])), [0.5, 0, 0.5, 0, 0, 0, 0, 0], 6)
  })

  test("have a slope in their level, at the ends that of the interval inside", () => {
    const slope = grad((q: Tensor) => sum(softQuantile(float64(values), q, infinite)))
    expect(numbers(slope(float64([0.1, 0.5, 1])))).toEqual([30, 30, 30])
  })

  test("outside of [0, 1], by unknown methods, of nothing are refused; NaN gives NaN", () => {
    expect(() => softQuantile(values, 1.5)).toThrow("softQuantile: q must lie in [0, 1]. Received: q=1.5")
    expect(() => softQuantile(values, 0.5, 1, { method: "hazen" as "linear" })).toThrow(
      'softQuantile: method must be one of linear, lower, higher, nearest, midpoint. Received: method="hazen"',
    )
    expect(() => softMedian([])).toThrow("softMedian: a row without entries has no quantiles")
    expect(numbers(softQuantile(values, tensor([0.5, Number.NaN]), infinite))).toEqual([25, Number.NaN])
  })
})

describe("standardized values", () => {
  test("do not depend on location or, nearly, on scale", () => {
    const small = numbers(standardize(float64([1, 2, 4])))
    expect(numbers(standardize(float64([1e8 + 1, 1e8 + 2, 1e8 + 4])))).toEqual(small)
    printed(standardize(float64([1000, 2000, 4000])), small, 6)
  })

  test("keep what masks", () => {
    const [a, mask, b] = numbers(standardize([1, -infinite, 3]))
    expect([a, b].map((x) => x?.toFixed(3))).toEqual(["0.269", "0.731"])
    expect(mask).toBe(-infinite)
    expect(numbers(standardize([-infinite, -infinite]))).toEqual([-infinite, -infinite])
  })
})
