import { wasm } from "@gradual/backend-wasm"
import { compile, mean, ndarray, type Tensor, valueAndGrad } from "@gradual/core"
import type { Contender } from "../contender.ts"

/** An operator on Gradual's WebAssembly backend. */
export function gradualWasm(operator: (values: Tensor, p: Tensor) => Tensor): Contender {
  return {
    name: "gradual-wasm",
    peer: false,
    prepare: ({ shape, values, p }) => {
      const backend = wasm()
      const forward = compile.sync(backend, operator)
      const both = compile.sync(
        backend,
        valueAndGrad((v: Tensor, sharpness: Tensor) => mean(operator(v, sharpness))),
      )
      const input = backend.upload(ndarray("float32", shape, values))
      const home = (array: ReturnType<typeof forward>) => {
        const { data } = backend.read(array)
        array.dispose()
        return data as Float32Array
      }
      return {
        run: () => {
          const [value, gradient] = both(input, p)
          return { value: home(value)[0] as number, gradient: home(gradient) }
        },
        outputs: () => home(forward(input, p)),
        dispose: () => {
          for (const held of [forward, both, input]) held.dispose()
        },
      }
    },
  }
}
