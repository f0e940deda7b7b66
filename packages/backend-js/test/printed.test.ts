import { js } from "../src/index.ts"
import { add, evaluate, grad, log, mul, pow, reverse, sub, sum, type Tensor, type TensorLike } from "@gradual/core"
import {
  applyPermutation,
  entmax,
  entmax15,
  entmax15Loss,
  entmaxLoss,
  normmax,
  permutahedronRank,
  permutahedronSort,
  permutahedronSortKl,
  scaledSoftmax,
  softQuantile,
  softSortMatrix,
  softSortRank,
  softTopK,
  sparsemax,
  sparsemaxLoss,
  spearman,
  standardize,
} from "@gradual/operators"
import { describe, expect, test } from "vitest"

// Numbers that others print in their documents and tests, each to the digits that are printed there. What is compared to 50 digits are
// the cases of @gradual/conformance; this says that we mean the same functions.

const numbers = (x: Tensor): number[] => [...evaluate.sync(js(), x).data]

/** Every number rounds to what is printed. */
function expectPrinted(x: Tensor, printed: string): void {
  const texts = printed.split(" ")
  const actual = numbers(x)
  expect(
    actual.map((each, i) => each.toFixed(texts[i]?.split(".")[1]?.length ?? 0)).map((text) => Number(text) + 0),
  ).toEqual(texts.map(Number))
}

const wide = (values: readonly number[]): Float64Array<ArrayBuffer> => Float64Array.from(values)
/** SoftJAX scales every row, and takes softness for 1/p. */
const scaled = (values: readonly number[]): Tensor => standardize(wide(values))
const softSorted = (values: readonly number[], p: number): Tensor =>
  applyPermutation(softSortMatrix(scaled(values), p), wide(values))
const unscaled = (z: Tensor, mean: number, deviation: number): Tensor =>
  add(mul(log(mul(z, pow(sub(1, z), -1))), deviation), mean)

const four = [-0.2, -1, 0.3, 1]
const u = [0.41845711, 0.21629545, 0.96532146, 0.57450053]
const nine = [8, 0, 5, 3, 2, 1, 6, 7, 9]
const six = [1, -2, 2, 3, 0.5, -1]
const scores = wide([0.31, -0.52, 1.23, 0.08, 0.77])

describe("SoftJAX and SoftTorch", () => {
  test("argmax and max", () => {
    expectPrinted(scaledSoftmax(scaled(four), 10), "0.0215 0.0022 0.1176 0.8586")
    expectPrinted(scaledSoftmax(mul(scaled(four), -1), 10), "0.0922 0.8885 0.0169 0.0023")
    expectPrinted(scaledSoftmax(scaled([1, 2, 3]), 10), "0.00398514 0.06104098 0.93497388")
    expectPrinted(sum(mul(scaledSoftmax(scaled(u), 10), wide(u))), "0.9375884") // of numbers that are printed to eight digits
  })
  test("sort and rank by SoftSort", () => {
    expectPrinted(softSorted(four, 10), "-0.8996 -0.1705 0.2847 0.8874")
    expectPrinted(softSortRank(scaled([1, 1, 0]), 10), "2.4935 2.4935 1.0257")
  })
  test("sort by projection, scaled back", () => {
    const mean = four.reduce((a, b) => a + b) / 4
    const deviation = Math.sqrt(four.reduce((a, b) => a + (b - mean) ** 2, 0) / 4 + 1e-6)
    // it keeps the sum of e^s where ours keeps that of e^−s
    const z = mul(-1, reverse(permutahedronSortKl(mul(-1, scaled(four)), 1 / (2 * 3)), { axis: 0 }))
    expectPrinted(unscaled(z, mean, deviation), "-0.7462 -0.1971 0.2938 0.8569")
  })
  test("the gradient of a maximum by weights", () => {
    const x = wide([0.31, -0.52, 1.23, 0.08, 0.77])
    const gated = grad((v: Tensor) => sum(mul(scaledSoftmax(standardize(v), 10), v)))
    expectPrinted(gated(x) as Tensor, "-0.035 0.093 0.984 0.015 -0.057")
  })
})

describe("entmax", () => {
  const x = wide([-2, 0, 0.5])
  test("distributions", () => {
    expectPrinted(scaledSoftmax(x, 1), "0.0486 0.3592 0.5922")
    expectPrinted(sparsemax(x), "0 0.25 0.75")
    expectPrinted(entmax15(x), "0 0.3260 0.6740")
    expectPrinted(normmax(x, 2), "0 0.3110 0.6890")
    expectPrinted(normmax(x, 1000), "0 0.4997 0.5003")
    expectPrinted(softTopK(x, 2), "0 1 1")
    expectPrinted(entmax(wide([-1, 0, 0.5]), 1.33), "0.0460 0.3276 0.6264")
    expectPrinted(entmax(wide([1, 2, 3.5]), 1.33), "0.0026 0.1012 0.8963")
    expectPrinted(entmax(wide([0, 0, 1]), 1.1), "0.1985 0.1985 0.6031")
  })
  test("the slope in alpha", () => {
    const first = (alpha: TensorLike) => sum(mul(entmax(wide([-1, 0, 0.5]), alpha), [1, 0, 0]))
    expectPrinted(grad(first)(1.33) as Tensor, "-0.2562")
  })
  test("five scores", () => {
    const fives = [0, 0.25, 0.5, 0.75, 1]
    expectPrinted(normmax(wide(fives), 2), "0 0.0239 0.1746 0.3254 0.4761")
    expectPrinted(normmax(wide(fives), 1000), "0 0 0.3330 0.3334 0.3336")
    expectPrinted(softTopK(wide(fives), 2), "0 0.125 0.375 0.625 0.875")
    expectPrinted(softTopK(wide(fives), 3, 2), "0 0.25 0.75 1 1")
    expect(numbers(softTopK(wide(fives), 1, 3))).toEqual(numbers(sparsemax(wide(fives), 3)))
  })
  test("losses", () => {
    const labels = new Int32Array([3])
    const row = { dtype: "float64", shape: [1, 5], data: scores } as const
    expectPrinted(entmax15Loss(row, labels), "1.3773726578929")
    expectPrinted(sparsemaxLoss(row, labels), "1.2229")
    expectPrinted(entmaxLoss(row, labels, 1.25), "1.601657321092")
    const p = normmax(scores, 2)
    const chosen = sub(sum(mul(p, scores)), 0.08)
    expectPrinted(add(sub(1, pow(sum(mul(p, p)), 0.5)), chosen), "1.2513446328638")
  })
})

describe("fast-soft-sort and torchsort", () => {
  const three = wide([5, 1, 2])
  test("sorts", () => {
    expectPrinted(permutahedronSort(three, 1), "1.66666667 2.66666667 3.66666667")
    expectPrinted(permutahedronSort(three, 10), "1 2 5")
    expectPrinted(permutahedronSort(wide(nine), 1), nine.map((_, i) => `${i}.5556`).join(" "))
    expectPrinted(permutahedronSort(wide(nine), 10), "0 1 2 3 5 6 7 8 9")
    const least = (v: TensorLike) => sum(mul(permutahedronSort(v, 1), [1, 0, 0, 0, 0, 0, 0, 0, 0]))
    expectPrinted(grad(least)(wide(nine)) as Tensor, nine.map(() => "0.11111111").join(" "))
  })
  test("ranks", () => {
    expectPrinted(permutahedronRank(three, 0.5), "3 1.25 1.75")
    expectPrinted(permutahedronRank(three, 1), "3 1 2")
    expectPrinted(permutahedronRank(wide(nine), 1), "8 1 5 4 3 2 6 7 9")
    expectPrinted(permutahedronRank(wide(six), 1), "3.875 1 4.875 5.875 3.375 2")
    expectPrinted(permutahedronRank(wide(six), 0.1), "3.5417 3.2417 3.6417 3.7417 3.4917 3.3417")
    expectPrinted(permutahedronRank(wide(six), 10), "4 1 5 6 3 2")
    expectPrinted(permutahedronRank(wide([1, 1, 0]), 100), "2.5 2.5 1")
  })
  test("Spearman's correlation", () => {
    const [target, given] = [wide([1, 2, 3, 4, 5]), wide([5, 6, 7, 8, 7])]
    expectPrinted(spearman(target, given, 1), "0.8321")
    const slope = grad((v: Tensor) => spearman(v, given, 1))(target) as Tensor
    expectPrinted(slope, "-0.05547 0 0.05547 0.11094 -0.11094")
  })
})

test("Keras and TensorFlow: sparsemax where more than one entry gets a share", () => {
  expectPrinted(sparsemax(wide([0, 0.5, 1])), "0 0.25 0.75")
  expectPrinted(sparsemax(wide([0.175, 0, -2])), "0.5875 0.4125 0")
})

test("a quantile between two entries, as NumPy's", () => {
  expectPrinted(softQuantile(wide(nine), 0.3, Number.POSITIVE_INFINITY), "2.4")
})
