export { ort } from "./backend.ts"
export type { Handle, OnnxRuntime, OrtOptions } from "./runtime.ts"
