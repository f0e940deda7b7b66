import { fail, show } from "@gradual/core"
import type * as tfjs from "@tensorflow/tfjs-core"

/** The namespace of TensorFlow.js, as `import * as tf from "@tensorflow/tfjs"` gives it: the user's own. */
export type TensorFlow = typeof tfjs

/** A tensor of TensorFlow.js: the handle of this backend. */
export type Handle = tfjs.Tensor

/** TensorFlow.js with one of its backends: what kernels are made for. */
export interface Runtime {
  readonly tf: TensorFlow
  /** TensorFlow.js' name of its backend: `cpu`, `wasm`, `webgl`, `webgpu`, or that of another package. */
  readonly name: string
  /** Whether numbers lie in the host's memory, so that reading them costs a copy at most. */
  readonly onHost: boolean
  /** Whether ops run as WebAssembly. */
  readonly isWasm: boolean
  /** Whether ops run as shaders: no subnormals, no promises about NaN, loose elementary functions. */
  readonly isGpu: boolean
}

/** The runtime as it is now: `tf.setBackend` changes it. */
export function runtimeOf(tf: TensorFlow): Runtime {
  const name = backendName(tf)
  const isWasm = name === "wasm"
  return {
    tf,
    name,
    isWasm,
    onHost: isWasm || name === "cpu",
    isGpu: name === "webgl" || name === "webgpu",
  }
}

function backendName(tf: TensorFlow): string {
  try {
    tf.backend() // starts the default backend where that needs no waiting
  } catch (cause) {
    throw fail(
      "UNSUPPORTED",
      "tfjs",
      "TensorFlow.js has no backend ready",
      cause instanceof Error ? cause.message.split("\n")[0]! : show(cause),
      'Use await tf.setBackend("wasm") or await tf.ready() first',
    )
  }
  return tf.getBackend()
}

/** Makes a kernel table of one family for a runtime. */
export type Family<Table> = (runtime: Runtime) => Table
