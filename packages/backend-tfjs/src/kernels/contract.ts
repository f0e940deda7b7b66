import type { ContractKernels, Shape } from "@gradual/core"
import { stretch } from "../elementwise.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"
import { count } from "../shapes.ts"
import { wrappedProduct } from "./arithmetic.ts"

export const contract: Family<ContractKernels<Handle>> = (runtime) => ({
  matmul: ([a, b], _, out) => {
    const { tf } = runtime
    const batch = out.shape.slice(0, -2)
    const [left, right] = [matrices(runtime, a, batch), matrices(runtime, b, batch)]
    if (left.size === 0 || right.size === 0) return tf.zeros([...out.shape], out.dtype as "float32" | "int32")
    // wasm has no integer product; cpu's is exact only up to 2⁵³
    const y = out.dtype === "int32" ? integerProduct(runtime, left, right) : tf.matMul(left, right)
    return tf.reshape(y, [...out.shape])
  },
})

/** The operand as `[matrices, rows, columns]`, as many as the batch has. */
function matrices(runtime: Runtime, x: Handle, batch: Shape): Handle {
  const { tf } = runtime
  const size = x.shape.slice(-2) as [number, number]
  const own = x.shape.slice(0, -2)
  const total = count(batch)
  if (count(own) === total || x.size === 0) return tf.reshape(x, [total, ...size])
  const entries = size[0] * size[1]
  const flat = tf.reshape(x, [...batch.map((_, axis) => own[axis - batch.length + own.length] ?? 1), entries])
  return tf.reshape(stretch(runtime, flat, [...batch, entries]), [total, ...size])
}

/** All products, added up. */
function integerProduct(runtime: Runtime, a: Handle, b: Handle): Handle {
  const { tf } = runtime
  return tf.sum(wrappedProduct(runtime, tf.expandDims(a, 3), tf.expandDims(b, 1)), 2)
}
