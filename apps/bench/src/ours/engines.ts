import { js } from "@gradual/backend-js"
import { ort } from "@gradual/backend-ort"
import { tfjs } from "@gradual/backend-tfjs"
import { wasm } from "@gradual/backend-wasm"
import { onnxRuntime } from "../peers/onnx-runtime.ts"
import { take, tensorflowOn } from "../peers/tensorflow.ts"
import type { Engine } from "./engine.ts"

const engine = <H>(made: Engine<H>): Engine<unknown> => made as Engine<unknown>

/** How each of Gradual's backends is opened here, by the name of its contender. */
export const engines: Readonly<Record<string, () => Engine<unknown> | Promise<Engine<unknown>>>> = {
  "gradual-wasm": () =>
    engine({
      backend: wasm(),
      take: (array) => {
        const numbers = array.data // a view, not a copy
        array.dispose()
        return numbers as Float32Array
      },
    }),
  "gradual-js": () => engine({ backend: js(), take: ({ data }) => data as Float32Array }),
  "gradual-tfjs-wasm": async () =>
    engine({ backend: tfjs(await tensorflowOn("wasm")), take, beforeTurn: () => tensorflowOn("wasm") }),
  "gradual-ort-wasm": () => engine({ backend: ort(onnxRuntime()), take: ({ data }) => data as Float32Array }),
}
