import { encodeModel, type Model } from "@gradual/onnx"
import * as onnxruntime from "onnxruntime-web"
import type { Contender } from "../contender.ts"

/**
 * A graph written by hand for ONNX Runtime, which has no gradients of its own: it takes `values` and `p`, and returns `outputs`,
 * or `value` and `gradient`.
 */
export type HandWritten = (shape: readonly number[], returns: "outputs" | "value and gradient") => Model

/** A graph written by hand, on WebAssembly: one session each for both questions. */
export function ortWasm(name: string, graph: HandWritten): Contender {
  return {
    name,
    peer: true,
    prepare: async ({ shape, values, p }) => {
      const create = (model: Model) => onnxruntime.InferenceSession.create(encodeModel(model), { logSeverityLevel: 4 })
      const forward = await create(graph(shape, "outputs"))
      const both = await create(graph(shape, "value and gradient"))
      const feeds = {
        values: new onnxruntime.Tensor("float32", values, shape),
        p: new onnxruntime.Tensor("float32", [p], []),
      }
      const numbers = (tensor: onnxruntime.Tensor | undefined) => tensor?.data as Float32Array
      return {
        run: async () => {
          const { value, gradient } = await both.run(feeds)
          return { value: numbers(value)[0] as number, gradient: numbers(gradient) }
        },
        outputs: async () => numbers((await forward.run(feeds)).outputs),
        dispose: () => {
          for (const session of [forward, both]) void session.release()
        },
      }
    },
  }
}
