import {
  add,
  compile,
  evaluate,
  exp,
  grad,
  interpret,
  jacobian,
  type Kernels,
  linearize,
  mul,
  type SyncBackend,
  sum,
  type Tensor,
  tensor,
  unsupported,
  valueAndGrad,
} from "@gradual/core"
import { describe, expect, test } from "vitest"
import { type Handle, recorder } from "./support.ts"

describe("interpret", () => {
  /** Kernels that make numbered handles, and fail at an op. */
  function numbered(failAt?: string) {
    const live = new Set<number>()
    let count = 0
    const kernels = new Proxy({} as Kernels<number>, {
      ownKeys: () => ["constant", "exp", "mul", "add", "sin"],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: (_, name) => () => {
        if (name === failAt) throw new Error(`${String(name)} broke`)
        live.add(++count)
        return count
      },
    })
    const dispose = (handle: number) => {
      expect(live.delete(handle), `handle ${handle} is freed once`).toBe(true)
    }
    return { kernels, dispose, live }
  }
  const x = tensor([1, 2])
  const program = linearize([], [mul(exp(exp(x)), exp(x)), exp(x)])

  test("frees every intermediate after its last use and keeps the outputs", () => {
    const { kernels, dispose, live } = numbered()
    const outputs = interpret(program, { name: "test", kernels, dispose })([])
    expect([...live].sort()).toEqual([...new Set(outputs)].sort())
  })

  test("frees all when a kernel throws", () => {
    const { kernels, dispose, live } = numbered("mul")
    expect(() => interpret(program, { name: "test", kernels, dispose })([])).toThrow("mul broke")
    expect(live.size).toBe(0)
  })

  test("refuses a program that needs what is not supported before running any of it", () => {
    const { kernels, live } = numbered()
    const without = { ...kernels, mul: unsupported("it has no multiplier") }
    expect(() => interpret(program, { name: "test", kernels: without })).toThrow(
      "test: mul is not supported: it has no multiplier. Received: a program that uses it.",
    )
    expect(live.size).toBe(0)
  })
})

describe("compile", () => {
  test("compiles once per types and shapes", async () => {
    const { backend, programs } = recorder()
    const f = compile(backend, (x) => exp(x as Tensor))
    await f([1, 2])
    await f([3, 4])
    await f(new Float32Array([5, 6]))
    expect(programs).toHaveLength(1)
    await f([1, 2, 3])
    await f(new Float64Array([1, 2]))
    expect(programs).toHaveLength(3)
  })

  test("disposes of what it uploaded, not of handles it was given", async () => {
    const { backend, handles } = recorder()
    const f = compile(backend, (x, y) => add(x as Tensor, y as Tensor))
    const mine = await f([1], [2])
    await f(mine, [3])
    expect(handles.filter(({ made }) => made === "upload").map(({ disposed }) => disposed)).toEqual([1, 1, 1])
    expect(mine.disposed).toBe(0)
  })

  test("keeps a bounded number of programs and frees the others, and all on dispose", async () => {
    const { backend, programs, released } = recorder()
    const f = compile(backend, (x) => exp(x as Tensor))
    for (let length = 1; length <= 40; length++) await f(new Float32Array(length))
    await Promise.resolve()
    expect(programs.length - released()).toBe(32)
    f.dispose()
    await new Promise((resolve) => setTimeout(resolve))
    expect(programs.length - released()).toBe(0)
  })

  test("answers every call, though its program is dropped meanwhile", async () => {
    const { backend, programs, released } = recorder()
    const f = compile(backend, (x) => exp(x as Tensor))
    const calls = Array.from({ length: 40 }, (_, length) => f(new Float32Array(length)))
    f.dispose()
    expect((await Promise.all(calls)).map(({ aval }) => aval.shape)).toEqual(calls.map((_, length) => [length]))
    await new Promise((resolve) => setTimeout(resolve))
    expect([programs.length, released()]).toEqual([40, 40])
  })

  test("takes and returns trees", async () => {
    const { backend } = recorder()
    const loss = (params: { w: Tensor; b: Tensor }, x: Tensor) => sum(add(mul(params.w, x), params.b))
    const f = compile(backend, valueAndGrad(loss))
    const [value, slopes] = await f({ w: [1, 2], b: 0 }, [3, 4])
    expect(value.aval.shape).toEqual([])
    expect({ w: slopes.w.aval.shape, b: slopes.b.aval.shape }).toEqual({ w: [2], b: [] })
  })

  test("says what is wrong with arguments and functions", async () => {
    const { backend } = recorder()
    const identity = compile(backend, (x) => exp(x as Tensor))
    await expect(identity("1" as never)).rejects.toThrow("tensors, or lists and plain objects of them, expected")
    await expect(identity([[1], [2, 3]])).rejects.toThrow("every list at a depth must have the same length")
    await expect(compile(backend, (async (x: Tensor) => x) as never)([1] as never)).rejects.toThrow("not a promise")
    let leaked: Tensor | undefined
    await compile(backend, (x: Tensor) => {
      leaked = x
      return exp(x)
    })([1])
    await expect(evaluate(backend, exp(leaked as Tensor))).rejects.toThrow(
      "only the arguments of the function it is made in",
    )
  })

  test("a failed compilation is not remembered", async () => {
    const { backend } = recorder()
    let fails = true
    const flaky = {
      ...backend,
      compile: (program: never) => (fails ? Promise.reject(new Error("busy")) : backend.compile(program)),
    }
    const f = compile(flaky, (x) => exp(x as Tensor))
    await expect(f([1])).rejects.toThrow("busy")
    fails = false
    await expect(f([1])).resolves.toMatchObject({ made: "output" })
  })

  test("refuses to run synchronously on a backend that cannot", () => {
    const { backend } = recorder({ sync: false })
    expect(() => compile.sync(backend as SyncBackend<Handle>, (x) => exp(x as Tensor))).toThrow(
      "recorder.sync: this backend runs only asynchronously",
    )
  })
})

describe("what cannot be differentiated is said", () => {
  test.each([
    [() => grad((x) => exp(x))([1, 2]), "grad: the function must return a scalar. Received: shape [2]."],
    [
      () => grad((x) => sum(x))(tensor([1], "int32")),
      "what it differentiates with respect to must be floating point. Received: int32.",
    ],
    [
      () => grad((x) => sum(x), { argnums: 1 as never })([1]),
      "grad: argnums must name arguments from 0 to 0. Received: argnums=1.",
    ],
    [() => jacobian(() => 3 as never)([1]), "jacobian: the function must return one tensor. Received: 3."],
    [() => grad((_x: Tensor) => 3 as never)([1]), "grad: the function must return one tensor. Received: 3."],
  ])("%o", (make, message) => {
    expect(make).toThrow(message)
  })
})
