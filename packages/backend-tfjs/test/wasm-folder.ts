import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const { resolve } = createRequire(import.meta.url)

/** Where the installed WebAssembly of TensorFlow.js lies. */
export const wasmFolder: string = join(dirname(resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist/")
