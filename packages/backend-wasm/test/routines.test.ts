import {
  add,
  argmax,
  argmin,
  argsort,
  cast,
  compile,
  concat,
  cumsum,
  exp,
  iota,
  matmul,
  max,
  mean,
  min,
  mul,
  type NDArray,
  pad,
  prod,
  reverse,
  scatterAddAlongAxis,
  slice,
  sort,
  sum,
  takeAlongAxis,
  type Tensor,
  transpose,
} from "@gradual/core"
import { describe, expect, test } from "vitest"
import { wasm } from "../src/index.ts"

const backend = wasm()
const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1)
const number = (k: number) => ((k * 7919) % 1009) / 1009 - 0.5
const floats = (shape: readonly number[]): NDArray => ({
  dtype: "float32",
  shape,
  data: Float32Array.from({ length: size(shape) }, (_, k) => number(k)),
})
const bits = (data: Iterable<number>) => [...data].map((x) => (Object.is(x, -0) ? "-0" : `${x}`))

describe("every matrix of a batch is what it would be alone, bit for bit", () => {
  const [batch, rows, columns] = [5, 11, 19]
  const x = floats([batch, rows, columns])
  const other = floats([columns, 3])
  const functions: Readonly<Record<string, (v: Tensor) => Tensor>> = {
    "sum down columns": (v) => sum(v, { axis: 1 }),
    "sum of matrices": (v) => sum(v, { axis: [1, 2] }),
    "prod down columns": (v) => prod(v, { axis: 1 }),
    "max down columns": (v) => max(v, { axis: 1 }),
    "min down columns": (v) => min(v, { axis: 1 }),
    "mean down few columns": (v) => mean(slice(v, { start: [0, 0, 2], end: [v.shape[0]!, rows, 5] }), { axis: 1 }),
    "cumsum along rows": (v) => cumsum(v, { exclusive: true, reverse: true }),
    "cumsum down columns": (v) => cumsum(v, { axis: 1 }),
    "matmul by one matrix": (v) => matmul(v, other),
    "matmul by its transpose": (v) => matmul(v, transpose(v, { perm: [0, 2, 1] })),
    transpose: (v) => transpose(v, { perm: [0, 2, 1] }),
    reverse: (v) => reverse(v, { axis: [1, 2] }),
    pad: (v) => pad(v, { before: [0, 1, 2], after: [0, 0, 1], value: 7 }),
    concat: (v) => concat([v, exp(v), v], { axis: 1 }),
    "sort along rows": (v) => sort(v),
    "argsort down columns": (v) => argsort(v, { axis: 1, descending: true }),
    argmax: (v) => argmax(v, { axis: 1 }),
    takeAlongAxis: (v) => takeAlongAxis(v, argsort(exp(v), { axis: 1 }), { axis: 1 }),
    scatterAddAlongAxis: (v) => scatterAddAlongAxis(v, argsort(exp(v)), { size: 21 }),
  }
  test.each(Object.entries(functions))("%s", (_, fn) => {
    const f = compile.sync(backend, fn)
    const together = backend.read(f(x)).data
    const each = together.length / batch
    for (const [first, count] of [
      [0, 1],
      [3, 1],
      [1, 3],
    ] as const) {
      const cut = x.data.slice(first * rows * columns, (first + count) * rows * columns)
      const alone = f({ dtype: "float32", shape: [count, rows, columns], data: cut as Float32Array<ArrayBuffer> })
      expect(bits(alone.data)).toEqual(bits(together.slice(first * each, (first + count) * each)))
    }
  })
})

test.each([1, 3, 4, 5, 15, 16, 17, 33])(
  "%i columns: what is beyond them takes no part, and nothing else is written",
  (columns) => {
    for (const rows of [1, 2, 3, 4, 5, 9]) {
      const x = floats([2, rows, columns])
      const f = compile.sync(
        backend,
        (v: Tensor) => [sum(v, { axis: 1 }), cumsum(v, { axis: 1 }), min(v, { axis: 1 })] as const,
      )
      const [totals, running, least] = f(x)
      for (let matrix = 0; matrix < 2; matrix++)
        for (let column = 0; column < columns; column++) {
          const places = Array.from({ length: rows }, (_, row) => (matrix * rows + row) * columns + column)
          let total = 0
          for (const place of places) {
            total += x.data[place]!
            expect(running.data[place]).toBe(Math.fround(total))
          }
          expect(totals.data[matrix * columns + column]).toBe(Math.fround(total))
          expect(least.data[matrix * columns + column]).toBe(Math.min(...places.map((place) => x.data[place]!)))
        }
    }
  },
)

test.each([
  [1, 1, 1],
  [2, 3, 9],
  [3, 5, 8],
  [9, 4, 2],
  [7, 6, 3],
  [5, 2, 17],
])("matrices of %i×%i and ×%i: sums in order, in float64", (n, k, m) => {
  for (const dtype of ["float32", "float64", "int32"] as const) {
    const whole = (shape: readonly number[]) => {
      const values = Array.from({ length: size(shape) }, (_, i) =>
        dtype === "int32" ? Math.round(number(i) * 1e6) : number(i),
      )
      const data = { float32: Float32Array, float64: Float64Array, int32: Int32Array }[dtype].from(values)
      return { dtype, shape, data } as NDArray
    }
    const [a, b] = [whole([2, n, k]), whole([k, m])]
    const product = compile.sync(backend, (p: Tensor, q: Tensor) => matmul(p, q))(a, b)
    const expected = product.data.slice()
    for (let row = 0; row < 2 * n; row++)
      for (let column = 0; column < m; column++) {
        let total = 0
        for (let i = 0; i < k; i++) {
          const [p, q] = [a.data[row * k + i]!, b.data[i * m + column]!]
          total += dtype === "int32" ? Math.imul(p, q) : p * q
        }
        expected[row * m + column] = total
      }
    expect(bits(product.data)).toEqual(bits(expected))
  }
})

test.each([
  { shape: [3, 4, 5], perm: [2, 0, 1] },
  { shape: [9, 17], perm: [1, 0] },
  { shape: [2, 8, 3, 10], perm: [3, 1, 0, 2] },
  { shape: [2, 3, 9, 2], perm: [1, 0, 3, 2] },
])("the axes of $shape in the order $perm, some of them reversed", ({ shape, perm }) => {
  for (const dtype of ["float32", "float64", "bool"] as const) {
    const f = compile.sync(backend, (v: Tensor) => {
      const moved = reverse(transpose(cast(v, { dtype }), { perm }), { axis: [0, shape.length - 1] })
      return cast(moved, { dtype: "float32" })
    })
    const length = size(shape)
    const data = Float32Array.from({ length }, (_, k) => (dtype === "bool" ? Number(k % 3 === 0) : k))
    const y = f({ dtype: "float32", shape, data })
    const turned = perm.map((axis) => shape[axis]!)
    for (let k = 0, rest = 0; k < length; k++) {
      rest = k
      const index = new Array<number>(shape.length)
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const at = rest % turned[axis]!
        index[perm[axis]!] = axis === 0 || axis === shape.length - 1 ? turned[axis]! - 1 - at : at
        rest = Math.floor(rest / turned[axis]!)
      }
      expect(y.data[k]).toBe(data[index.reduce((place, at, axis) => place * shape[axis]! + at, 0)])
    }
  }
})

describe("order", () => {
  const strange = [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-45, -1e-45, -Number.NaN]
  const lengths = [1, 2, 3, 4, 5, 8, 9, 31, 64, 65, 1000]
  const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array }
  const cases = lengths.flatMap((length) => Object.entries(arrays).map(([dtype, Own]) => ({ length, dtype, Own })))
  test.each(cases)("of $length elements of $dtype is stable in both directions", ({ length, Own }) => {
    const values = Array.from({ length }, (_, k) => {
      return (k * 31) % 7 === 0 ? strange[k % strange.length]! : Math.round(number(k) * 20)
    })
    const x = new Own(values)
    const f = compile.sync(
      backend,
      (v: Tensor) => [argsort(v), argsort(v, { descending: true }), sort(v), argmax(v), argmin(v)] as const,
    )
    const [up, down, sorted, largest, least] = f(x).map(({ data }) => [...data])
    const places = [...x.keys()]
    const isNone = (i: number) => Number(Number.isNaN(x[i]))
    const order = (i: number, j: number) => isNone(i) - isNone(j) || Number(x[i]! > x[j]!) - Number(x[i]! < x[j]!)
    expect(up).toEqual([...places].sort((i, j) => order(i, j) || i - j))
    expect(down).toEqual([...places].sort((i, j) => order(j, i) || i - j))
    expect(bits(sorted!)).toEqual(bits(up!.map((place) => x[place]!)))
    const first = (sign: number) => places.reduce((i, j) => ((isNone(j) - isNone(i) || sign * order(j, i)) > 0 ? j : i))
    expect(largest).toEqual([first(1)])
    expect(least).toEqual([first(-1)])
  })
})

describe("nothing", () => {
  const f = (fn: (v: Tensor, w: Tensor) => Tensor, v: readonly number[], w: readonly number[]) => [
    ...compile.sync(backend, fn)(floats(v), floats(w)).data,
  ]
  test("is summed, multiplied, joined and surrounded", () => {
    expect(f((v) => sum(exp(v), { axis: 0 }), [0, 2], [1])).toEqual([0, 0])
    expect(f((v) => prod(v, { axis: 1 }), [2, 0], [1])).toEqual([1, 1])
    expect(f((v, w) => matmul(exp(v), w), [2, 0], [0, 1])).toEqual([0, 0])
    expect(f((v) => scatterAddAlongAxis(v, argsort(v), { size: 2 }), [1, 0], [1])).toEqual([0, 0])
    expect(f((v, w) => concat([exp(v), w, v]), [0], [2])).toEqual([...floats([2]).data])
    expect(f((v) => pad(v, { before: [1], after: [1], value: 3 }), [0], [1])).toEqual([3, 3])
    expect(f((v) => sort(exp(v)), [3, 0], [1])).toEqual([])
  })
  test("has no place to take from", () => {
    const take = (v: Tensor, w: Tensor) => takeAlongAxis(exp(v), argsort(w))
    expect(() => f(take, [0], [1])).toThrow("takeAlongAxis: indices run from 0 to -1")
  })
})

test("more known values than a function takes", () => {
  const total = (v: Tensor) =>
    Array.from({ length: 1100 }, (_, i) => mul(v, exp(mul(i, 0)))).reduce((a, b) => add(a, b))
  expect(compile.sync(backend, total, { simplify: false })([2, 3]).data).toEqual(new Float32Array([2200, 3300]))
})

test("numbers in order, more than are folded", () => {
  const counted = (v: Tensor) => add(v, iota({ shape: [2, 3, 500], axis: 1, dtype: "float32" }))
  const y = compile.sync(backend, counted)(0.5)
  expect([...y.data]).toEqual(Array.from({ length: 3000 }, (_, k) => (Math.floor(k / 500) % 3) + 0.5))
})

test.each([
  ["takeAlongAxis", (v: Tensor, at: Tensor) => takeAlongAxis(v, at, { axis: 0 })],
  ["scatterAddAlongAxis", (v: Tensor, at: Tensor) => scatterAddAlongAxis(v, at, { axis: 0, size: 3 })],
] as const)("%s refuses indices that are out of range, and can be called again", (name, fn) => {
  const f = compile.sync(backend, fn)
  const x = floats([3, 2])
  const at = (...data: readonly number[]): NDArray => ({ dtype: "int32", shape: [3, 2], data: Int32Array.from(data) })
  for (const wrong of [3, -1, 2 ** 31 - 1])
    expect(() => f(x, at(0, 1, 2, 0, wrong, 0))).toThrow(
      `${name}: indices run from 0 to 2 along axis 0. Received: ${wrong}`,
    )
  expect([...f(x, at(1, 1, 2, 2, 0, 0)).data].sort()).toEqual([...x.data].sort())
})
