import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import * as tf from "@tensorflow/tfjs"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"

const { resolve } = createRequire(import.meta.url)

/** TensorFlow.js on its cpu or wasm backend, from what is installed. */
export async function tfOn(backend: "cpu" | "wasm"): Promise<typeof tf> {
  if (backend === "wasm") setWasmPaths(join(dirname(resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist/"))
  await tf.setBackend(backend)
  return tf
}
