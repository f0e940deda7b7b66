import * as runtime from "onnxruntime-web"

/** ONNX Runtime on WebAssembly, with one thread like everyone here. */
export function onnxRuntime(): typeof runtime {
  runtime.env.wasm.numThreads = 1
  return runtime
}
