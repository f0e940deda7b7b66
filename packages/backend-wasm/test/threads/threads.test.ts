import { execFileSync } from "node:child_process"
import {
  add,
  compile,
  exp,
  gt,
  logSoftmax,
  mean,
  mul,
  type NDArray,
  pow,
  softmax,
  sort,
  sum,
  takeAlongAxis,
  type Tensor,
  valueAndGrad,
} from "@gradual/core"
import { gradual } from "@gradual/operators"
import { afterAll, afterEach, describe, expect, test, vi } from "vitest"
import { backendOn } from "../../src/backend.ts"
import { wasm } from "../../src/index.ts"
import { heap } from "../../src/memory.ts"
import { threadedWasm } from "../../src/threads.ts"
import { controlBytes, takeParts, word } from "../../src/threads/control.ts"
import { type Crew, crewOf } from "../../src/threads/crew.ts"
import { linkDivided } from "../../src/threads/link.ts"
import { areSame } from "./both.ts"
import { bundled, workerFile } from "./bundle.ts"

const worker = await workerFile()
const one = wasm()
const several = await threadedWasm({ threads: 3, threshold: 0, worker })
afterAll(() => several.close())
afterEach(() => vi.unstubAllGlobals())

const numbers = (dtype: "float32" | "float64", shape: readonly number[]): NDArray => {
  const size = shape.reduce((a, b) => a * b, 1)
  const values = Array.from({ length: size }, (_, k) => ((k * 7919) % 1009) / 1009)
  return dtype === "float32"
    ? { dtype, shape, data: Float32Array.from(values) }
    : { dtype, shape, data: Float64Array.from(values) }
}

type Fn = (v: Tensor) => readonly Tensor[]
function expectSame(fn: Fn, x: NDArray): void {
  const [expected, actual] = [one, several].map((backend) => compile.sync(backend, fn)(x).map(backend.read))
  for (const [i, value] of expected!.entries()) expect(areSame(value, actual![i]!), `output ${i}`).toBe(true)
}

describe("two threads and more give what one gives, bit for bit", () => {
  const loss = valueAndGrad((v: Tensor) => mean(gradual(v, 3)))
  const all: Fn = (v) => [...loss(v), softmax(v), gt(v, 0.5), sum(v, { axis: 1 }), sum(v, { axis: 0 }), sort(v)]
  test.each<readonly [number, number]>([
    [64, 1000],
    [61, 1001],
    [5, 3002],
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [97, n] as const),
    [2, 5],
    [1, 7],
  ])("rows: %i of %i elements", (rows, length) => {
    for (const dtype of ["float32", "float64"] as const) expectSame(all, numbers(dtype, [rows, length]))
  })

  test.each([4096, 6400, 4097, 65_600])("one long row of %i elements, where it can be taken apart", (length) => {
    for (const dtype of ["float32", "float64"] as const)
      expectSame((v) => [mul(exp(pow(v, 2.5)), v), gt(v, 0.5)], numbers(dtype, [length]))
  })

  test("again and again, whoever is first", () => {
    const x = numbers("float32", [33, 67])
    const [expected] = compile
      .sync(
        one,
        (v: Tensor) => [logSoftmax(v)] as const,
      )(x)
      .map(one.read)
    const f = compile.sync(several, (v: Tensor) => [logSoftmax(v)] as const)
    for (let i = 0; i < 300; i++) {
      const [y] = f(x)
      expect(areSame(several.read(y), expected!)).toBe(true)
      y.dispose()
    }
  })
})

test("workers do what the caller leaves to them", async () => {
  const own = heap(true)
  const crew = await crewOf(own, 2, worker)
  let calls = 0
  // if the caller takes a part, it waits with it until a worker has come to the first
  const patient: Crew = {
    ...crew,
    compute: (loop, places) => {
      const first = own.view("float32", places.at(-1)![0], 1)
      const pause = new Int32Array(new SharedArrayBuffer(4))
      first[0] = 0
      const compute = (...args: readonly number[]) => {
        calls += 1
        while (first[0] === 0) Atomics.wait(pause, 0, 0, 1)
        loop.compute(...args)
      }
      crew.compute({ ...loop, compute }, places)
    },
  }
  const machine = { heap: own, relaxed: false, mostParts: 8, link: linkDivided(own, patient, 0) }
  const f = compile.sync(backendOn(machine, "patient"), (v: Tensor) => exp(v))
  const y = f(new Float32Array(1024))
  expect([...y.data]).toEqual(Array.from({ length: 1024 }, () => 1))
  expect(calls).toBeLessThanOrEqual(1)
  crew.close()
})

describe("what goes wrong", () => {
  test("in any row reaches the caller as with one thread, and nothing hangs or is left behind", () => {
    const x = numbers("float32", [64, 9])
    const pick = (v: Tensor, at: Tensor) => takeAlongAxis(exp(v), at, { axis: 1 })
    const f = compile.sync(several, pick)
    const where = () => {
      const array = several.create("float32", [1])
      const { byteOffset } = array.data
      array.dispose()
      return byteOffset
    }
    const all = (column: number): NDArray => ({ dtype: "int32", shape: [64, 1], data: new Int32Array(64).fill(column) })
    f(x, all(0)).dispose() // the program stays in the memory
    const before = where()
    for (const row of [0, 31, 63, 63, 63]) {
      const at = all(0)
      at.data[row] = 9 + row
      expect(() => f(x, at)).toThrow(`takeAlongAxis: indices run from 0 to 8 along axis 1. Received: ${9 + row}`)
    }
    const y = f(x, all(8))
    expect(areSame(several.read(y), one.read(compile.sync(one, pick)(x, all(8))))).toBe(true)
    y.dispose()
    expect(where()).toBe(before)
  })

  test("a part that throws is done, and marked", () => {
    const words = new Int32Array(new SharedArrayBuffer(controlBytes))
    words.set([3, 0, 0, 3, 7], word.left)
    const ranges: number[][] = []
    takeParts(words, 0, () => (first, end) => {
      ranges.push([first!, end!])
      if (first === 2) throw new Error("this one")
    })
    expect(ranges).toEqual([
      [4, 7],
      [2, 4],
      [0, 2],
    ])
    expect([words[word.left], words[word.done], words[word.failed]]).toEqual([0, 3, 1])
  })
})

test("memory that grows, and programs that lie where it grew", () => {
  const x = numbers("float32", [64, 100])
  const fn: Fn = (v) => [softmax(v)]
  expectSame(fn, x)
  const large = several.create("float32", [50_000_000])
  expectSame((v) => [softmax(mul(v, 2)), exp(v)], x)
  expectSame((v) => [softmax(mul(v, 3))], numbers("float32", [1000, 1000]))
  large.dispose()
  expectSame(fn, x)
})

test("more programs than a worker keeps", () => {
  const x = numbers("float32", [16, 10])
  const programs = Array.from({ length: 80 }, (_, i) => {
    const fn: Fn = (v) => [softmax(mul(v, i))]
    return { own: compile.sync(several, fn), expected: compile.sync(one, fn)(x).map(one.read)[0]! }
  })
  for (const round of [1, 2])
    for (const { own, expected } of programs) expect(areSame(several.read(own(x)[0]!), expected), `${round}`).toBe(true)
  for (const { own } of programs) own.dispose()
})

test("a library's own Worker, as ONNX Runtime leaves one in Node, is not taken for the host's", async () => {
  vi.stubGlobal("Worker", () => {
    throw new Error("not this one")
  })
  const backend = await threadedWasm({ threads: 2, threshold: 0, worker }).finally(() => vi.unstubAllGlobals())
  expect(backend.threads).toBe(2)
  backend.close()
})

describe("closing", () => {
  test("leaves all work to the caller", async () => {
    const backend = await threadedWasm({ threads: 2, threshold: 0, worker })
    const x = numbers("float32", [64, 100])
    const f = compile.sync(backend, (v: Tensor) => softmax(v))
    const before = backend.read(f(x))
    backend.close()
    backend.close()
    expect(areSame(backend.read(f(x)), before)).toBe(true)
    expect(compile.sync(backend, (v: Tensor) => sum(add(v, 1)))(x).data[0]).toBeGreaterThan(6400)
  })

  test("is not needed for the process to end", async () => {
    const script = `${await bundled("threads.ts")}
      const backend = await threadedWasm({ threads: 3, worker: new URL(${JSON.stringify(worker.href)}) })
      console.log(backend.threads)`
    expect(execFileSync(process.execPath, ["--input-type=module"], { input: script, encoding: "utf8" })).toBe("3\n")
  })
})

describe("where it is not available it says so", () => {
  test("no shared memory", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined)
    await expect(threadedWasm({ threads: 2 })).rejects.toMatchObject({
      code: "UNSUPPORTED",
      message: expect.stringMatching(/cross-origin isolated. Use wasm\(\), which has one thread/),
    })
  })

  test("no worker", async () => {
    const missing = new URL("./missing.js", import.meta.url)
    await expect(threadedWasm({ threads: 2, worker: missing })).rejects.toMatchObject({ code: "UNSUPPORTED" })
  })

  test.each([0, 1.5, 65, Number.NaN])("%d threads", async (threads) => {
    await expect(threadedWasm({ threads })).rejects.toThrow("threadedWasm: threads are a whole number from 1 to 64")
  })

  test("one thread needs no worker", async () => {
    const backend = await threadedWasm({ threads: 1 })
    expect(compile.sync(backend, (v: Tensor) => sum(v))(new Float32Array(10).fill(1)).data[0]).toBe(10)
  })
})
