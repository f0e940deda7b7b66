import { setTimeout } from "node:timers/promises"
import { compile, mean, type Tensor, valueAndGrad } from "@gradual/core"
import { gradual } from "@gradual/operators"
import { expect, test, vi } from "vitest"

interface Memory {
  readonly buffer: ArrayBuffer
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: { Memory: new (descriptor: object) => Memory } }
/** The memories of WebAssembly that come to be from here on. */
const memories: Memory[] = []
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor: object) {
    super(descriptor)
    memories.push(this)
  }
}
const { counted } = await import("./counted.ts")
const { ort } = await import("../src/index.ts")

const bytes = () => memories.reduce((total, { buffer }) => total + buffer.byteLength, 0)
const loss = valueAndGrad((v: Tensor, p: Tensor) => mean(gradual(v, p)))
const values = new Float32Array(1000).map((_, i) => (i % 97) / 97)

test("10 000 runs leave nothing behind", { timeout: 120_000 }, async () => {
  const module = counted()
  const f = compile(ort(module), loss)
  const run = async (times: number) => {
    for (let i = 0; i < times; i++) await f(values, 1 + (i % 7))
  }
  await run(500)
  const before = bytes()
  await run(10_000)
  expect([module.live(), bytes()]).toEqual([1, before])
  expect(before).toBeGreaterThan(0)
  f.dispose()
  await vi.waitUntil(() => module.live() === 0)
})

test("500 programs compiled and disposed of leave nothing behind", { timeout: 120_000 }, async () => {
  const module = counted()
  const backend = ort(module)
  const run = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const f = compile(backend, loss)
      await f(values.subarray(0, 1 + (i % 100)), 3)
      f.dispose()
      await setTimeout()
    }
  }
  await run(100)
  const before = bytes()
  await run(500)
  expect([module.created(), module.live(), bytes()]).toEqual([600, 0, before])
})
