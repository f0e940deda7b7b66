import { allocate, type Aval, type DType, fail, type NDArray, ndarray, show } from "@gradual/core"
import type { Handle, TensorFlow } from "./runtime.ts"

/** The dtypes that TensorFlow.js computes in. */
export const dtypes: readonly DType[] = ["bool", "int32", "float32"]
type TfDType = "bool" | "int32" | "float32"

/** Values as a tensor. TensorFlow.js keeps arrays it is given: it gets its own. */
export function upload(tf: TensorFlow, { dtype, shape, data }: NDArray): Handle {
  if (dtype === "float64")
    throw fail("UNSUPPORTED", "tfjs", "TensorFlow.js has no float64", "a float64 array", "Use float32")
  return tf.tensor(data.slice() as Exclude<typeof data, Float64Array>, [...shape], dtype as TfDType)
}

/** The type of a tensor; undefined for what is none. */
export function typeOf(tf: TensorFlow, value: unknown): Aval | undefined {
  if (!(value instanceof tf.Tensor)) return undefined
  if (value.isDisposed)
    throw fail("DISPOSED", "tfjs", "the tensor was disposed of", `a tensor of shape ${show(value.shape)}`)
  if (!(dtypes as readonly string[]).includes(value.dtype))
    throw fail("DTYPE", "tfjs", `a tensor must be of dtype ${dtypes.join(", ")}`, `a tensor of dtype ${value.dtype}`)
  return { dtype: value.dtype as DType, shape: value.shape }
}

/** What a tensor's values are on the host, of data as TensorFlow.js returns it. */
export function download({ dtype, shape, size }: Handle, values: ArrayLike<number>): NDArray {
  const data = allocate(dtype as DType, size)
  data.set(values)
  return ndarray(dtype as DType, shape, data)
}
