import {
  add,
  compile,
  concat,
  cos,
  div,
  exp,
  log,
  log1p,
  logSoftmax,
  max,
  mean,
  mul,
  type NDArray,
  pow,
  sin,
  softmax,
  sub,
  sum,
  type Tensor,
  valueAndGrad,
} from "@gradual/core"
import { catalogue } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { wasm } from "../src/index.ts"

const backend = wasm()
const numbers = (shape: readonly number[], seed = 0): NDArray => {
  const size = shape.reduce((a, b) => a * b, 1)
  const data = Float32Array.from({ length: size }, (_, k) => (((k + seed) * 7919) % 1009) / 1009)
  return { dtype: "float32", shape, data }
}
const rowsOf = ({ shape, data, dtype }: NDArray, first: number, count: number): NDArray => {
  const size = data.length / shape[0]!
  return { dtype, shape: [count, ...shape.slice(1)], data: data.slice(first * size, (first + count) * size) } as NDArray
}
const bits = (array: { readonly data: NDArray["data"] }) =>
  [...array.data].map((x) => (Object.is(x, -0) ? "-0" : `${x}`))

describe("every row is what it would be alone, bit for bit", () => {
  const values = numbers([9, 7])
  const p = numbers([9, 1])
  type Fn = (v: Tensor, p: Tensor) => Tensor
  const functions: readonly (readonly [string, Fn])[] = [
    ...Object.values(catalogue).map(({ name, operator }): [string, Fn] => [name, (v, e) => operator(v, e)]),
    ["logSoftmax", (v, e) => logSoftmax(mul(v, e))],
  ]
  test.each(functions)("%s and its gradients", (_, fn) => {
    const rowSums = valueAndGrad((v: Tensor, e: Tensor) => sum(fn(v, e)), { argnums: [0, 1] })
    const f = compile.sync(backend, (v: Tensor, e: Tensor) => [fn(v, e), ...rowSums(v, e)[1]] as const)
    const together = f(values, p).map(backend.read)
    for (const [first, count] of [
      [0, 1],
      [4, 1],
      [2, 5],
    ] as const) {
      const alone = f(rowsOf(values, first, count), rowsOf(p, first, count))
      for (const [i, part] of alone.entries()) expect(bits(part)).toEqual(bits(rowsOf(together[i]!, first, count)))
    }
  })
})

test.each([
  ["a quotient", (w: Tensor) => div(1, w)],
  ["a long function", exp],
])("every row is what it would be alone beside %s of a row that all share", (_, shared) => {
  const wide = (array: NDArray): NDArray => ({ ...array, dtype: "float64", data: Float64Array.from(array.data) })
  const [x, w] = [wide(numbers([64, 100])), wide(numbers([1, 100], 3))]
  const f = compile.sync(backend, (v: Tensor, own: Tensor) => sum(mul(v, shared(add(own, 0.1))), { axis: 1 }))
  const alone = Array.from({ length: 64 }, (_, row) => f(rowsOf(x, row, 1), w).data[0]!)
  expect([...f(x, w).data]).toEqual(alone)
})

test.each([1, 2, 3, 4, 5, 7, 8, 9, 16, 17])("rows of %i elements: what is beyond a row takes no part in it", (n) => {
  const x = numbers([3, n])
  const f = compile.sync(backend, (v: Tensor) => [sum(v, { axis: 1 }), max(v, { axis: 1 }), add(v, 1)] as const)
  const [total, top, next] = f(x)
  for (let row = 0; row < 3; row++) {
    const own = [...x.data.slice(row * n, (row + 1) * n)]
    expect(total.data[row]).toBeCloseTo(
      own.reduce((a, b) => a + b, 0),
      5,
    )
    expect(top.data[row]).toBe(Math.max(...own))
  }
  expect([...next.data]).toEqual([...x.data].map((one) => Math.fround(one + 1)))
})

test("axes that repeat, before and between others", () => {
  const [a, b, c] = [numbers([2, 1, 3, 5]), numbers([4, 1, 5], 3), numbers([2, 4, 3, 1], 5)]
  const [y] = compile.sync(backend, (x: Tensor, u: Tensor, w: Tensor) => [sub(mul(x, u), w)] as const)(a, b, c)
  for (let i = 0, at = 0; i < 2; i++)
    for (let j = 0; j < 4; j++)
      for (let k = 0; k < 3; k++)
        for (let l = 0; l < 5; l++, at++) {
          const product = Math.fround(a.data[(i * 3 + k) * 5 + l]! * b.data[j * 5 + l]!)
          expect(y.data[at]).toBe(Math.fround(product - c.data[(i * 4 + j) * 3 + k]!))
        }
})

describe("strange elements in long rows are what they are alone, and so are their neighbours", () => {
  const strange = [0, -0, 1e-40, -1e-40, 1e-45, -2, Infinity, -Infinity, NaN, 2 ** -126, 3e38, 1, -1]
  const length = 1301
  const x = numbers([2, length])
  for (const [i, at] of strange.flatMap((_, i) => [97 * i + 5, length + 61 * i + 508].map((at) => [i, at] as const)))
    x.data[at] = strange[i]!
  const functions: readonly (readonly [string, (v: Tensor) => Tensor])[] = [
    ...[2.5, -3, 0, 0.5, 1e-8, Infinity, NaN].map((p): [string, (v: Tensor) => Tensor] => [
      `pow ${p}`,
      (v) => pow(v, p),
    ]),
    ["log", log],
    ["log1p", log1p],
    ["exp", exp],
    ["a power and a logarithm together", (v) => mul(pow(v, 1.5), log(v))],
  ]
  test.each(functions)("%s", (_, fn) => {
    const f = compile.sync(backend, fn)
    const together = backend.read(f(x))
    const alone = [...x.data].map((value) => f(new Float32Array([value])).data[0]!)
    expect(bits(together)).toEqual(alone.map((value) => (Object.is(value, -0) ? "-0" : `${value}`)))
  })

  test.each([
    ["pow", (v: Tensor) => pow(v, 2.7)],
    ["cos", cos],
    ["sin", sin],
  ] as const)("%s: one strange neighbour does not change a bit", (_, fn) => {
    const f = compile.sync(backend, fn as (v: Tensor) => Tensor)
    const ordinary = Float32Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 30011) / 3001)
    const alone = backend.read(f({ dtype: "float32", shape: [3000], data: ordinary }))
    for (const neighbour of [-2e8, NaN, -Infinity]) {
      const mixed = Float32Array.from({ length: 6000 }, (_, i) => (i % 2 === 0 ? ordinary[i / 2]! : neighbour))
      const beside = backend.read(f({ dtype: "float32", shape: [6000], data: mixed }))
      expect(bits({ data: beside.data.filter((_, i) => i % 2 === 0) })).toEqual(bits(alone))
    }
  })

  test("a sum takes each once", () => {
    const zeros = numbers([2, length])
    for (let at = 0; at < 2 * length; at += 3) zeros.data[at] = at % 2 === 0 ? 0 : 1e-40
    const powers = [...zeros.data].map((value) => value ** 0.5)
    const [total] = compile.sync(backend, (v: Tensor) => [sum(pow(v, 0.5), { axis: 1 })] as const)(zeros)
    for (const row of [0, 1]) {
      const own = powers.slice(row * length, (row + 1) * length)
      expect(total.data[row]! / own.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
    }
  })
})

describe("what waits for long functions, in loops of its own", () => {
  /** Much that waits for a power that waits for an exponential, and totals of both. */
  const late = (v: Tensor) => {
    const first = exp(sub(v, 0.5))
    const second = pow(first, 1.7)
    const tail = [1, 2, 3, 4, 5, 6].reduce((x, k) => mul(add(x, k), v), second)
    const along = { axis: 1, keepDims: true }
    return [second, tail, sum(first, along), max(first, along), mean(tail, along)] as const
  }
  const f = compile.sync(backend, late)

  test.each([63, 64, 65, 511, 512, 513, 521, 1024, 1030])("rows of %i elements", (length) => {
    const x = numbers([3, length])
    const [second, tail, total, largest, middle] = f(x).map(backend.read) as [
      NDArray,
      NDArray,
      NDArray,
      NDArray,
      NDArray,
    ]
    const [alone, itsTail] = f({ ...x, shape: [3 * length, 1] }).map(backend.read) as [NDArray, NDArray]
    expect(bits(second)).toEqual(bits(alone))
    expect(bits(tail)).toEqual(bits(itsTail))
    for (const row of [0, 1, 2]) {
      const own = <T extends ArrayLike<number>>(data: T) => Array.from(data).slice(row * length, (row + 1) * length)
      const firsts = own(x.data).map((value) => Math.exp(value - 0.5))
      expect(total.data[row]! / firsts.reduce((a, b) => a + b)).toBeCloseTo(1, 6)
      expect(largest.data[row]! / Math.max(...firsts)).toBeCloseTo(1, 6)
      const whole = Math.fround(own(tail.data).reduce((a, b) => a + b))
      expect(middle.data[row]).toBe(Math.fround(whole / length))
    }
  })
})

test("values that several passes need are the same in each", () => {
  const x = numbers([5, 11])
  const f = compile.sync(backend, (v: Tensor) => {
    const power = pow(add(v, 0.5), 3)
    const share = div(power, sum(power, { axis: 1, keepDims: true }))
    const spread = sub(share, mean(mul(share, power), { axis: 1, keepDims: true }))
    return [softmax(spread), exp(power)] as const
  })
  const [shares, raised] = f(x)
  for (let row = 0; row < 5; row++) {
    const own = [...x.data.slice(row * 11, row * 11 + 11)].map((one) => (one + 0.5) ** 3)
    const total = own.reduce((a, b) => a + b, 0)
    const middle = own.reduce((a, b) => a + (b * b) / total, 0) / 11
    const weights = own.map((one) => Math.exp(one / total - middle))
    const all = weights.reduce((a, b) => a + b, 0)
    for (const [i, weight] of weights.entries()) expect(shares.data[row * 11 + i]).toBeCloseTo(weight / all, 6)
    for (const [i, one] of own.entries()) expect(raised.data[row * 11 + i]! / Math.exp(one)).toBeCloseTo(1, 6)
  }
})

test("more equations than one function takes", () => {
  const chain = (v: Tensor) => {
    let x = v
    for (let i = 0; i < 2500; i++) x = add(x, i % 2 === 0 ? v : mul(v, -1))
    return concat([x, v])
  }
  const y = compile.sync(backend, chain, { simplify: false })(new Float32Array([1, 2, 3]))
  expect([...y.data]).toEqual([1, 2, 3, 1, 2, 3])
})

test("more inputs than a function takes are refused before anything runs", () => {
  const total = (...all: readonly Tensor[]) => all.reduce((a, b) => add(a, b))
  const f = compile.sync(backend, total as (...all: readonly Tensor[]) => Tensor)
  expect(() => f(...Array.from({ length: 1000 }, (_, i) => i))).toThrow(
    "wasm: a program has at most 999 inputs and outputs",
  )
  expect(f(...Array.from({ length: 998 }, () => 1)).data[0]).toBe(998)
})
