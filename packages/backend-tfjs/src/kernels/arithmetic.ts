import type { ArithmeticKernels } from "@gradual/core"
import { map, select, zip } from "../elementwise.ts"
import { mapOnHost, zipOnHost } from "../host.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"

type Kernels = ArithmeticKernels<Handle>

export const arithmetic: Family<Kernels> = (runtime) => {
  const { isWasm, onHost: isHost } = runtime
  if (isWasm) return { ...native(runtime), ...extremes(runtime) }
  return isHost ? { ...native(runtime), ...extremes(runtime), ...onHost(runtime) } : native(runtime)
}

const native: Family<Kernels> = (runtime) => {
  const { tf } = runtime
  return {
    add: zip(runtime, tf.add),
    sub: zip(runtime, tf.sub),
    mul: zip(runtime, tf.mul),
    div: zip(runtime, (a, b) => quotient(runtime, a, b)),
    maximum: zip(runtime, tf.maximum),
    minimum: zip(runtime, tf.minimum),
    neg: map(runtime, tf.neg),
    abs: map(runtime, tf.abs),
    sign: map(runtime, (x) => (x.dtype === "int32" ? tf.sign(x) : signOf(runtime, x))),
    floor: map(runtime, tf.floor),
    ceil: map(runtime, tf.ceil),
    round: map(runtime, tf.round),
  }
}

/** Where wasm forgets NaN: its maximum returns the first operand when the second is NaN, its sign is 0 there. */
const extremes: Family<Pick<Kernels, "maximum" | "minimum" | "sign">> = (runtime) => ({
  maximum: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = Math.max(a[i]!, b[j]!)
  }),
  minimum: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = Math.min(a[i]!, b[j]!)
  }),
  sign: mapOnHost(runtime, Math.sign),
})

/** cpu broadcasts an element at a time, and multiplies integers in float64, which drops low bits above 2⁵³. */
const onHost: Family<Pick<Kernels, "add" | "sub" | "mul" | "div">> = (runtime) => {
  const multiply = zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! * b[j]!
  })
  const multiplyIntegers = zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = Math.imul(a[i]!, b[j]!)
  })
  return {
    add: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
      for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! + b[j]!
    }),
    sub: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
      for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! - b[j]!
    }),
    mul: (args, params, out) => (out.dtype === "int32" ? multiplyIntegers : multiply)(args, params, out),
    div: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
      for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! / b[j]!
    }),
  }
}

/** WebGL's division answers 1 wherever both are equal: also for 0/0 and ∞/∞. */
function quotient({ tf, name }: Runtime, a: Handle, b: Handle): Handle {
  const q = tf.div(a, b)
  if (name !== "webgl") return q
  const isUndefined = tf.logicalAnd(
    tf.equal(a, b),
    tf.logicalOr(tf.equal(b, 0), tf.equal(tf.abs(b), Number.POSITIVE_INFINITY)),
  )
  return tf.where(isUndefined, Number.NaN, q)
}

/** x pushed far out and held to [−1, 1], so that 0 and −0 stay; TensorFlow.js takes sign(NaN) as 0. */
function signOf({ tf }: Runtime, x: Handle): Handle {
  const far = tf.scalar(2 ** 127)
  return select(tf, tf.isNaN(x), x, tf.clipByValue(tf.mul(tf.mul(x, far), far), -1, 1))
}
