import { js } from "@gradual/backend-js"
import { compile, mean, ndarray, type Tensor, valueAndGrad } from "@gradual/core"
import type { Contender } from "../contender.ts"

/** An operator on Gradual's plain JavaScript backend. */
export function gradualJs(operator: (values: Tensor, p: Tensor) => Tensor): Contender {
  return {
    name: "gradual-js",
    peer: false,
    prepare: ({ shape, values, p }) => {
      const backend = js()
      const forward = compile.sync(backend, operator)
      const both = compile.sync(
        backend,
        valueAndGrad((v: Tensor, sharpness: Tensor) => mean(operator(v, sharpness))),
      )
      const input = ndarray("float32", shape, values)
      return {
        run: () => {
          const [value, gradient] = both(input, p)
          return { value: value.data[0] as number, gradient: gradient.data as Float32Array }
        },
        outputs: () => forward(input, p).data as Float32Array,
        dispose: () => {
          forward.dispose()
          both.dispose()
        },
      }
    },
  }
}
