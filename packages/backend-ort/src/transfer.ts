import { type Aval, dtypes, type DType, fail, type NDArray, ndarray, show } from "@gradual/core"
import type { Handle, OnnxRuntime } from "./runtime.ts"

/** Values as a tensor, which shares their memory. */
export function upload({ Tensor }: OnnxRuntime, { dtype, shape, data }: NDArray): Handle {
  return new Tensor(dtype, data, shape)
}

/** The type of a tensor; undefined for what is none. */
export function typeOf({ Tensor }: OnnxRuntime, value: unknown): Aval | undefined {
  if (!(value instanceof Tensor)) return undefined
  const { type, dims, location } = value as Handle
  if (location === "none")
    throw fail("DISPOSED", "ort", "the tensor was disposed of", `a tensor of shape ${show(dims)}`)
  if (!(dtypes as readonly string[]).includes(type))
    throw fail("DTYPE", "ort", `a tensor must be of dtype ${dtypes.join(", ")}`, `a tensor of dtype ${type}`)
  return { dtype: type as DType, shape: dims }
}

/** A tensor's values on the host. */
export async function download(handle: Handle): Promise<NDArray> {
  return ndarray(handle.type as DType, handle.dims, (await handle.getData()) as NDArray["data"])
}
