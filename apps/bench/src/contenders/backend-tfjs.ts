import { tfjs } from "@gradual/backend-tfjs"
import { compile, mean, type Tensor, valueAndGrad } from "@gradual/core"
import type { Contender } from "../contender.ts"
import { take, tensorflowOn, type TfBackend } from "./tensorflow.ts"

/** An operator on Gradual's backend for TensorFlow.js. */
export function gradualTfjs(backend: TfBackend, operator: (values: Tensor, p: Tensor) => Tensor): Contender {
  return {
    name: `gradual-tfjs-${backend}`,
    peer: false,
    prepare: async ({ shape, values, p }) => {
      const tf = await tensorflowOn(backend)
      const ours = tfjs(tf)
      const forward = compile.sync(ours, operator)
      const both = compile.sync(
        ours,
        valueAndGrad((v: Tensor, sharpness: Tensor) => mean(operator(v, sharpness))),
      )
      const input = tf.tensor(values, [...shape], "float32")
      const scalar = tf.scalar(p)
      return {
        run: async () => {
          await tensorflowOn(backend)
          const [value, gradient] = both(input, scalar)
          return { value: take(value)[0] as number, gradient: take(gradient) }
        },
        outputs: async () => {
          await tensorflowOn(backend)
          return take(forward(input, scalar))
        },
        dispose: () => {
          for (const held of [forward, both, input, scalar]) held.dispose()
        },
      }
    },
  }
}
