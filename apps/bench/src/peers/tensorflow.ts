import * as tf from "@tensorflow/tfjs"
import "@tensorflow/tfjs-backend-wasm"

export type TensorFlow = typeof tf

/** The backends of TensorFlow.js that run here. */
export type TfBackend = "cpu" | "wasm"

/** TensorFlow.js with that backend set: there is one for the whole process, and contenders take turns. */
export async function tensorflowOn(backend: TfBackend): Promise<TensorFlow> {
  // production mode is the fastest, and leaves out the advice to install tfjs-node
  tf.enableProdMode()
  if (tf.getBackend() !== backend) await tf.setBackend(backend)
  return tf
}

/** The numbers of a tensor, which is freed. Outside tidy, which would look for tensors among them one by one. */
export function take(tensor: tf.Tensor): Float32Array {
  const numbers = tensor.dataSync<"float32">()
  tensor.dispose()
  return numbers
}
