import type { NDArray, SyncBackend } from "@gradual/core"
import { wasm, type WasmArray } from "../../src/index.ts"
import { type ThreadsOptions, threadedWasm } from "../../src/threads.ts"
import { workerFile } from "./bundle.ts"

/** The same value of one thread and of several. */
class Both {
  readonly one: WasmArray
  readonly several: WasmArray

  constructor(one: WasmArray, several: WasmArray) {
    this.one = one
    this.several = several
  }
}

/** Whether two values are the same, bit for bit; NaN is NaN. */
export function areSame(a: NDArray, b: NDArray): boolean {
  return a.dtype === b.dtype && `${a.shape}` === `${b.shape}` && a.data.every((x, i) => Object.is(x, b.data[i]))
}

/** A backend that computes with one thread and with two, and takes no answer in which these differ. */
export async function both(options: ThreadsOptions): Promise<SyncBackend<Both>> {
  const one = wasm()
  const several = await threadedWasm({ threads: 2, worker: await workerFile(), ...options })
  return {
    ...several,
    compile: (program) => {
      const [first, second] = [one.compile(program), several.compile(program)]
      return {
        run: (inputs) => {
          const answers = second.run(inputs.map((input) => input.several))
          return first.run(inputs.map((input) => input.one)).map((array, i) => new Both(array, answers[i]!))
        },
        dispose: () => {
          for (const executable of [first, second]) executable.dispose()
        },
      }
    },
    upload: (value) => new Both(one.upload(value), several.upload(value)),
    read: (pair) => {
      const value = one.read(pair.one)
      if (!areSame(value, several.read(pair.several))) throw new Error("two threads give something else than one")
      return value
    },
    dispose: (pair) => {
      pair.one.dispose()
      pair.several.dispose()
    },
    typeOf: (value) => (value instanceof Both ? one.typeOf(value.one) : undefined),
  }
}
