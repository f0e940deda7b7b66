export { tfjs } from "./backend.ts"
export type { Handle, TensorFlow } from "./runtime.ts"
