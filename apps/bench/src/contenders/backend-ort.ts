import { ort } from "@gradual/backend-ort"
import { compile, mean, type Tensor, valueAndGrad } from "@gradual/core"
import * as onnxruntime from "onnxruntime-web"
import type { Contender } from "../contender.ts"

/** An operator on Gradual's backend for ONNX Runtime, on WebAssembly. */
export function gradualOrt(operator: (values: Tensor, p: Tensor) => Tensor): Contender {
  return {
    name: "gradual-ort-wasm",
    peer: false,
    prepare: ({ shape, values, p }) => {
      const backend = ort(onnxruntime)
      const forward = compile(backend, operator)
      const both = compile(
        backend,
        valueAndGrad((v: Tensor, sharpness: Tensor) => mean(operator(v, sharpness))),
      )
      const input = new onnxruntime.Tensor("float32", values, shape)
      const sharpness = new onnxruntime.Tensor("float32", [p], [])
      return {
        run: async () => {
          const [value, gradient] = await both(input, sharpness)
          return { value: value.data[0] as number, gradient: gradient.data as Float32Array }
        },
        outputs: async () => (await forward(input, sharpness)).data as Float32Array,
        dispose: () => {
          forward.dispose()
          both.dispose()
        },
      }
    },
  }
}
