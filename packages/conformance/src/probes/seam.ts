import { add, compile, exp, mul, type NDArray, ndarray, type SyncBackend, type Tensor } from "@gradual/core"
import { isFusable } from "../functions.ts"
import { always, claims, type Probe } from "./probe.ts"

const three = (): NDArray => ndarray("float32", [3], Float32Array.of(1, 2, 3))
const same = ({ data }: NDArray, expected: readonly number[]): boolean => data.join() === expected.join()

/** What a runtime does with programs and handles, whatever it computes. */
export const seam: readonly Probe[] = [
  {
    id: "sync",
    claim: claims("sync", true),
    contradiction: async (backend) => {
      const { program, dispose } = compile(backend, (x: Tensor) => exp(x))
      dispose()
      const inPlace = backend as SyncBackend<unknown>
      const input = inPlace.upload(three())
      if (input instanceof Promise) return "upload returns a promise"
      const executable = inPlace.compile(program(three()))
      if (executable instanceof Promise) return "compile returns a promise"
      const outputs = executable.run([input])
      if (outputs instanceof Promise) return "run returns a promise"
      for (const handle of [input, ...outputs]) inPlace.dispose(handle)
      executable.dispose()
      return undefined
    },
  },
  {
    id: "outputs-are-own",
    claim: always,
    contradiction: async (backend) => {
      const f = compile(backend, (x: Tensor) => [x, x, exp(x)] as const)
      const input = await backend.upload(three())
      const [first, second, third] = await f(input as never)
      backend.dispose(input)
      f.dispose()
      backend.dispose(first)
      const [kept, last] = [await backend.read(second), await backend.read(third)]
      for (const handle of [second, third]) backend.dispose(handle)
      if (!same(kept, [1, 2, 3]))
        return `an output changes when an input or another output is disposed of: ${kept.data}`
      return last.data.every(Number.isFinite) ? undefined : `an output changes with its program: ${last.data}`
    },
  },
  {
    id: "inputs-stay",
    claim: always,
    contradiction: async (backend) => {
      const f = compile(backend, (x: Tensor) => [x, mul(x, x)] as const)
      const input = await backend.upload(three())
      for (const handle of await f(input as never)) backend.dispose(handle)
      const kept = await backend.read(input)
      backend.dispose(input)
      f.dispose()
      return same(kept, [1, 2, 3]) ? undefined : `an input of 1, 2, 3 is ${kept.data} after the run`
    },
  },
  {
    id: "runs-overlap",
    claim: always,
    contradiction: async (backend) => {
      const f = compile(backend, (x: Tensor, y: Tensor) => mul(add(x, y), add(x, y)))
      const handles = await Promise.all([1, 2, 3].map((y) => f(three(), y)))
      const answers: NDArray[] = []
      for (const handle of handles) answers.push(await backend.read(handle))
      for (const handle of handles) backend.dispose(handle)
      f.dispose()
      const isRight = answers.every((answer, i) =>
        same(
          answer,
          [1, 2, 3].map((x) => (x + i + 1) ** 2),
        ),
      )
      return isRight ? undefined : `runs at the same time give ${answers.map(({ data }) => `[${data}]`).join(", ")}`
    },
  },
  {
    id: "handles-are-typed",
    claim: always,
    contradiction: async (backend) => {
      const handle = await backend.upload(ndarray("float32", [1, 3], Float32Array.of(1, 2, 3)))
      const type = backend.typeOf(handle) ?? (handle as NDArray)
      const plain = [3, [1, 2], three()].find((value) => value !== handle && backend.typeOf(value) !== undefined)
      backend.dispose(handle)
      if (type.dtype !== "float32" || String(type.shape) !== "1,3")
        return `a handle of float32[1,3] has the type ${type.dtype}[${type.shape}]`
      return plain === undefined ? undefined : "typeOf takes values on the host for handles"
    },
  },
  {
    id: "fused-are-composites",
    claim: always,
    contradiction: async ({ fused }) => {
      const unknown = [...fused].find((name) => !isFusable(name))
      return unknown === undefined ? undefined : `fused names ${JSON.stringify(unknown)}, which is no composite of core`
    },
  },
]
