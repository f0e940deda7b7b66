export { tfjs } from "./backend.ts"
export { type TfFunction, toTf } from "./to-tf.ts"
export type { Handle, TensorFlow } from "./runtime.ts"
