import { setTimeout } from "node:timers/promises"
import {
  add,
  atan,
  cast,
  compile,
  div,
  type DType,
  exp,
  type GradualError,
  matmul,
  mean,
  mul,
  ndarray,
  prod,
  reshape,
  scatterAddAlongAxis,
  takeAlongAxis,
  type Tensor,
  valueAndGrad,
} from "@gradual/core"
import { gradual } from "@gradual/operators"
import * as onnxruntime from "onnxruntime-web"
import { describe, expect, test, vi } from "vitest"
import { ort } from "../src/index.ts"
import { counted } from "./counted.ts"

const backend = ort(onnxruntime)
const floats = (...entries: number[]) => new onnxruntime.Tensor("float32", entries, [entries.length])

describe("tensors", () => {
  test("ONNX Runtime's go in and come out", async () => {
    const f = compile(backend, (x, y) => add(x, y))
    const y = await f(floats(1, 2), floats(3, 4))
    expect(y).toBeInstanceOf(onnxruntime.Tensor)
    expect(y.data).toEqual(new Float32Array([4, 6]))
    expect((await f(y, floats(1, 1))).data).toEqual(new Float32Array([5, 7]))
  })

  test.each([
    ["float32", new Float32Array([0.1, -2])],
    ["float64", new Float64Array([0.1, -2])],
    ["int32", new Int32Array([7, -(2 ** 31)])],
    ["bool", new Uint8Array([1, 0])],
  ] as const)("of %s keep their dtype, shape and bits on the way through", async (dtype: DType, data) => {
    const value = ndarray(dtype, [2, 1], data as never)
    const y = await compile(backend, (x) => x)(value)
    expect(await backend.read(y)).toEqual(value)
  })

  test("a result that is an argument is a copy of it", async () => {
    const x = floats(1, 2)
    const [a, b] = (await compile(backend, (t) => [t, t])(x)) as [onnxruntime.Tensor, onnxruntime.Tensor]
    for (const result of [a, b]) (result.data as Float32Array)[0] = 9
    expect([x, b].map(({ data }) => data[0])).toEqual([1, 9])
    expect(a.data).not.toBe(b.data)
  })

  test("of no elements, and programs of no results, are no special case", async () => {
    const y = await compile(backend, (x) => exp(x))(ndarray("float32", [0, 3], new Float32Array()))
    expect([y.dims, y.data]).toEqual([[0, 3], new Float32Array()])
    expect(await compile(backend, () => [])()).toEqual([])
  })
})

test.each<[shape: number[], other: number[]]>([
  [
    [2, 0],
    [0, 2],
  ],
  [[0], [5, 0]],
  [
    [0, 4],
    [3, 0, 2],
  ],
])("tensors of shape %j, empty, are reshaped to %j", async (shape, other) => {
  const x = ndarray("float32", shape, new Float32Array(0))
  expect((await compile(backend, (at: Tensor) => reshape(at, { shape: other }))(x)).dims).toEqual(other)
})

test.each<[shape: number[], axis: number, product: number[]]>([
  [[0], 0, [1]],
  [[2, 0, 3], 1, [1, 1, 1, 1, 1, 1]],
  [[0, 3], 1, []],
])("the product of integers of shape %j along axis %i", async (shape, axis, product) => {
  const x = ndarray("int32", shape, new Int32Array(0))
  expect([...(await compile(backend, (at: Tensor) => prod(at, { axis }))(x)).data]).toEqual(product)
})

describe("sessions", () => {
  test("value and gradient are one", async () => {
    const module = counted()
    const f = compile(
      ort(module),
      valueAndGrad((v: Tensor, p: Tensor) => mean(gradual(v, p))),
    )
    const [value, slope] = await f([0.2, 0.4, 0.6, 0.8], 3)
    expect(value.data[0]).toBeCloseTo(0.32, 6)
    expect([...(slope.data as Float32Array)].map((x) => Number(x.toFixed(6)))).toEqual([0.03, 0.12, 0.27, 0.03])
    expect(module.created()).toBe(1)
    f.dispose()
    await setTimeout()
    expect(module.live()).toBe(0)
  })

  test("answers calls at once, in any order of shapes, each rightly", async () => {
    const module = counted()
    const f = compile(ort(module), (x, y) => mul(x, y))
    const calls = Array.from({ length: 100 }, (_, i) => f(new Float32Array((i % 40) + 1).fill(i), 2))
    f.dispose() // whoever was called before has an answer
    const answers = await Promise.all(calls)
    answers.forEach(({ data }, i) => {
      expect(data).toEqual(new Float32Array((i % 40) + 1).fill(2 * i))
    })
    await setTimeout()
    expect(module.live()).toBe(0)
  })

  test("a program that was disposed of does not run", async () => {
    const program = compile(backend, (x) => exp(x)).program([1])
    const made = await backend.compile(program)
    const running = made.run([floats(0)])
    made.dispose()
    made.dispose()
    expect((await running)[0]?.data).toEqual(new Float32Array([1]))
    expect(() => made.run([floats(0)])).toThrow(expect.objectContaining({ code: "DISPOSED" }))
  })
})

describe("numbers", () => {
  test("a product of matrices that is scaled keeps the digits of float64", async () => {
    const f = compile(backend, (a: Tensor, b: Tensor) => [matmul(div(a, 3), b), div(matmul(a, b), 3)])
    const [before, after] = await f(
      ndarray("float64", [1, 1], Float64Array.of(-3.25)),
      ndarray("float64", [1, 1], Float64Array.of(-0.5)),
    )
    expect(before?.data[0]).toBeCloseTo(3.25 / 6, 14)
    expect(after?.data[0]).toBeCloseTo(3.25 / 6, 14)
  })
})

describe("errors", () => {
  const refusal = async (act: () => unknown): Promise<GradualError> => {
    try {
      await act()
    } catch (error) {
      return error as GradualError
    }
    throw new Error("nothing was refused")
  }

  test("an index out of range, at either end", async () => {
    const take = compile(backend, (x, i) => takeAlongAxis(x, i))
    const scatter = compile(backend, (x, i) => scatterAddAlongAxis(x, i, { size: 3 }))
    for (const f of [take, scatter])
      for (const index of [-1, 3]) {
        const error = await refusal(() => f([1, 2, 3], new Int32Array([0, index, 2])))
        expect(error.code).toBe("INDEX")
        expect(error.message).toMatch(/^ort-wasm: indices run from 0 to .*\. Received: .*out of .*\.$/)
      }
    expect((await take([1, 2, 3], new Int32Array([2]))).data).toEqual(new Float32Array([3]))
  })

  test("tensors that were disposed of, or are of a dtype that is not Gradual's", async () => {
    const f = compile(backend, (x) => exp(x))
    const gone = floats(1)
    gone.dispose()
    expect((await refusal(() => f(gone))).code).toBe("DISPOSED")
    const error = await refusal(() => f(new onnxruntime.Tensor("int64", new BigInt64Array(1), [1])))
    expect([error.code, error.message]).toEqual([
      "DTYPE",
      "ort: a tensor must be of dtype bool, int32, float32, float64. Received: a tensor of dtype int64.",
    ])
  })

  test("what is no ONNX Runtime, and a provider that is not there", async () => {
    expect((await refusal(() => ort({} as typeof onnxruntime))).code).toBe("INPUT")
    const other = ort(onnxruntime, { executionProviders: ["xnnpack"] })
    const error = await refusal(() => compile(other, (x) => exp(x))([1]))
    expect(error.code).toBe("UNSUPPORTED")
    expect(error.message).toMatch(/^ort-wasm: an execution provider .*Received: no available backend found/)
  })

  test("float64 where there is none", async () => {
    const narrow = ort(onnxruntime, { float64: false })
    expect((await refusal(() => compile(narrow, (x) => exp(x))(new Float64Array(1)))).code).toBe("UNSUPPORTED")
    const y = await compile(narrow, (x) => cast(atan(cast(x, { dtype: "float64" })), { dtype: "float32" }))([1])
    expect(y.data[0]).toBeCloseTo(Math.PI / 4, 6)
  })

  test("leave no words on the console", async () => {
    const said = [vi.spyOn(console, "error"), vi.spyOn(console, "warn"), vi.spyOn(console, "log")]
    await refusal(() => compile(backend, (x, i) => scatterAddAlongAxis(x, i, { size: 1 }))([1], new Int32Array([5])))
    for (const each of said) expect(each).not.toHaveBeenCalled()
  })
})
