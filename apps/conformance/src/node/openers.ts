import { js } from "@gradual/backend-js"
import { tfjs } from "@gradual/backend-tfjs"
import type { AnyBackend, Opened, Openers } from "../environment.ts"

/** Every environment in Node. */
export const nodeOpeners: Openers = {
  js: async () => ({ backend: js() as AnyBackend, engines: {} }),
  "tfjs-cpu": () => openTfjs("cpu"),
  "tfjs-wasm": () => openTfjs("wasm"),
}

async function openTfjs(name: "cpu" | "wasm"): Promise<Opened> {
  const tf = await import("@tensorflow/tfjs")
  await import("@tensorflow/tfjs-backend-wasm") // finds its files beside itself
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js did not start its ${name} backend`)
  return { backend: tfjs(tf) as AnyBackend, engines: { "@tensorflow/tfjs": tf.version.tfjs } }
}
