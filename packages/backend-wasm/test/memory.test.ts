import {
  compile,
  exp,
  mean,
  type NDArray,
  sort,
  sqrt,
  sum,
  takeAlongAxis,
  tensor,
  type Tensor,
  valueAndGrad,
} from "@gradual/core"
import { gradual } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { heap } from "../src/memory.ts"
import { wasm } from "../src/index.ts"

describe("the heap", () => {
  test("lends what does not overlap, and what was given back again", () => {
    const memory = heap()
    const blocks = [1000, 10, 300_000, 64].map((bytes) => memory.lend(bytes))
    const ranges = blocks.map(({ address, bytes }) => [address, address + bytes] as const).sort(([a], [b]) => a - b)
    for (const [i, [start]] of ranges.entries()) expect(start).toBeGreaterThanOrEqual(ranges[i - 1]?.[1] ?? 1)
    for (const block of blocks) memory.release(block)
    expect(memory.lent()).toBe(0)
    const size = memory.memory.buffer.byteLength
    memory.release(memory.lend(301_000)) // the gaps were joined: all of it is one piece
    expect(memory.memory.buffer.byteLength).toBe(size)
  })

  test("does not grow over 10,000 blocks of many sizes", () => {
    const memory = heap()
    const round = () => {
      const held = Array.from({ length: 10 }, (_, i) => memory.lend(((i * 7919) % 97) * 100))
      for (const i of [3, 0, 9, 4, 1, 8, 7, 2, 6, 5]) memory.release(held[i]!)
    }
    round()
    const size = memory.memory.buffer.byteLength
    for (let i = 0; i < 1000; i++) round()
    expect(memory.memory.buffer.byteLength).toBe(size)
  })

  test("past the limit says so and loses nothing", () => {
    const memory = heap()
    const block = memory.lend(8)
    memory.view("float64", block.address, 1)[0] = 42
    expect(() => memory.lend(2 ** 33)).toThrow("wasm: its memory ends at 4 GiB")
    expect(memory.view("float64", block.address, 1)[0]).toBe(42)
    memory.release(memory.lend(8))
  })
})

describe("nothing is left behind", () => {
  const row: NDArray = { dtype: "float32", shape: [4], data: new Float32Array([0.2, 0.4, 0.6, 0.8]) }
  const loss = (v: Tensor, p: Tensor) => mean(gradual(v, p))
  /** The bytes that are lent, seen from outside: the memory does not grow, and an array lands where the last one did. */
  const probe = (backend: ReturnType<typeof wasm>) => {
    const array = backend.create("float32", [1])
    const { byteOffset, buffer } = array.data
    array.dispose()
    return { byteOffset, bytes: buffer.byteLength }
  }

  test("by 10,000 values and gradients", () => {
    const backend = wasm()
    const f = compile.sync(backend, valueAndGrad(loss, { argnums: [0, 1] }))
    const once = () => {
      const [value, [dv, dp]] = f(row, 3)
      for (const array of [value, dv, dp]) array.dispose()
    }
    once()
    const before = probe(backend)
    for (let i = 0; i < 10_000; i++) once()
    expect(probe(backend)).toEqual(before)
  })

  test("by 500 programs that are compiled, run and disposed of", () => {
    const backend = wasm()
    const known = tensor(new Float32Array(100).fill(2))
    const before = probe(backend)
    for (let i = 0; i < 500; i++) {
      const f = compile.sync(backend, (v: Tensor) => [sort(v), sort(known)] as const)
      for (const array of f(row)) array.dispose()
      f.dispose()
    }
    expect(probe(backend)).toEqual(before)
  })

  test("by what fails", () => {
    const backend = wasm()
    const f = compile.sync(backend, (v: Tensor, at: Tensor) => takeAlongAxis(exp(v), at, { axis: 0 }))
    const before = probe(backend)
    for (let i = 0; i < 100; i++)
      expect(() => f(row, new Int32Array([7]))).toThrow("takeAlongAxis: indices run from 0 to 3 along axis 0")
    expect(probe(backend)).toEqual(before)
  })

  test("an output that is an input, or another output, is disposed of by itself", () => {
    const backend = wasm()
    const f = compile.sync(backend, (v: Tensor) => [v, sqrt(v), sqrt(v)] as const)
    const before = probe(backend)
    const given = backend.upload(row)
    const [same, first, second] = f(given)
    given.dispose()
    first.dispose()
    expect([...same.data]).toEqual([...row.data])
    expect([...second.data]).toEqual([...row.data].map((x) => Math.fround(Math.sqrt(x))))
    for (const array of [same, second, second]) array.dispose()
    expect(probe(backend)).toEqual(before)
    expect(() => f(same)).toThrow("wasm: the array was disposed of")
  })
})

test("arrays made in the memory are filled and read without a copy", () => {
  const backend = wasm()
  const values = backend.create("float32", [2, 2])
  values.data.set([1, 2, 3, 4])
  const total = compile.sync(backend, (v) => sum(v))(values)
  expect(total.data[0]).toBe(10)
  expect(values.data.buffer).toBe(total.data.buffer)
})
