import { type Aval, type ContractKernels, type Shape, sizeOf } from "@gradual/core"
import { stretch } from "../elementwise.ts"
import { compute } from "../host.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"
import { transposed } from "./shape.ts"

export const contract: Family<ContractKernels<Handle>> = (runtime) => ({
  matmul: ([a, b], _, out) => {
    const { tf } = runtime
    const batch = out.shape.slice(0, -2)
    const [left, right] = [matrices(runtime, a, batch), matrices(runtime, b, batch)]
    // of nothing wasm returns memory as it finds it
    if (left.size === 0) return tf.zeros([...out.shape], out.dtype as "float32" | "int32")
    return tf.reshape(out.dtype === "int32" ? integers(runtime, left, right) : tf.matMul(left, right), [...out.shape])
  },
})

/** The operand as `[matrices, rows, columns]`, as many as the batch has. */
function matrices(runtime: Runtime, x: Handle, batch: Shape): Handle {
  const { tf } = runtime
  const size = x.shape.slice(-2) as [number, number]
  const own = x.shape.slice(0, -2)
  const total = sizeOf(batch)
  if (sizeOf(own) === total || x.size === 0) return tf.reshape(x, [total, ...size])
  const entries = size[0] * size[1]
  const flat = tf.reshape(x, [...batch.map((_, axis) => own[axis - batch.length + own.length] ?? 1), entries])
  return tf.reshape(stretch(runtime, flat, [...batch, entries]), [total, ...size])
}

/** Products of integers modulo 2³²: wasm has none, and cpu adds them up in float64. */
function integers(runtime: Runtime, a: Handle, b: Handle): Handle {
  const { tf, onHost } = runtime
  const [total, rows, inner] = a.shape as [number, number, number]
  const columns = b.shape[2]!
  if (!onHost) {
    const turned = tf.reshape(transposed(runtime, b, [0, 2, 1]), [total, 1, columns, inner])
    return tf.sum(tf.mul(tf.expandDims(a, 2), turned), 3)
  }
  const out: Aval = { dtype: "int32", shape: [total, rows, columns] }
  return compute(runtime, [a, b], out, (to, x, y) => {
    for (let row = 0, at = 0; row < total * rows; row++)
      for (let column = 0; column < columns; column++, at++) {
        const first = Math.floor(row / rows) * inner * columns + column
        let sum = 0
        for (let k = 0; k < inner; k++) sum = (sum + Math.imul(x![row * inner + k]!, y![first + k * columns]!)) | 0
        to[at] = sum
      }
  })
}
