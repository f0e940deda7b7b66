import { createRequire } from "node:module"
import { join } from "node:path"
import process from "node:process"
import { js } from "@gradual/backend-js"
import { type OnnxRuntime, ort } from "@gradual/backend-ort"
import { tfjs } from "@gradual/backend-tfjs"
import { wasm } from "@gradual/backend-wasm"
import type { Absent, AnyBackend, Opened, Openers } from "../environment.ts"

/** Every environment in Node. */
export const nodeOpeners: Openers = {
  js: async () => ({ backend: js() as AnyBackend, engines: {} }),
  wasm: async () => ({ backend: wasm() as AnyBackend, engines: {} }),
  "tfjs-cpu": () => openTfjs("cpu"),
  "tfjs-wasm": () => openTfjs("wasm"),
  "ort-wasm": async () => openOrt("onnxruntime-web", await import("onnxruntime-web")),
  "ort-node": openOrtNode,
}

async function openTfjs(name: "cpu" | "wasm"): Promise<Opened> {
  const tf = await import("@tensorflow/tfjs")
  tf.enableProdMode() // it would advertise another package on the output
  await import("@tensorflow/tfjs-backend-wasm") // finds its files beside itself
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js did not start its ${name} backend`)
  return { backend: tfjs(tf) as AnyBackend, engines: { "@tensorflow/tfjs": tf.version.tfjs } }
}

function openOrt(name: string, module: OnnxRuntime): Opened {
  const { web, node } = module.env.versions
  return { backend: ort(module) as AnyBackend, engines: { [name]: node ?? web ?? "unknown" } }
}

/** onnxruntime-node is large and no dependency: it is taken from where `ORT_NODE` says, or from beside this app. */
async function openOrtNode(): Promise<Opened | Absent> {
  const folder = process.env.ORT_NODE
  const require = createRequire(folder === undefined ? import.meta.url : join(folder, "index.js"))
  try {
    require.resolve("onnxruntime-node")
  } catch {
    const where = folder === undefined ? "is not installed" : `is not in ${folder}`
    return { absent: `onnxruntime-node ${where}. Install it anywhere and name the folder in ORT_NODE` }
  }
  return openOrt("onnxruntime-node", require("onnxruntime-node") as OnnxRuntime)
}
