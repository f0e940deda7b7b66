import * as tf from "@tensorflow/tfjs"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import { wasmFolder } from "./wasm-folder.ts"

/** TensorFlow.js on its cpu or wasm backend, from what is installed. */
export async function tfOn(backend: "cpu" | "wasm"): Promise<typeof tf> {
  if (backend === "wasm") setWasmPaths(wasmFolder)
  await tf.setBackend(backend)
  return tf
}
