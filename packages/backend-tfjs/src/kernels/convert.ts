import type { ConvertKernels } from "@gradual/core"
import type { Family, Handle, Runtime } from "../runtime.ts"

export const convert: Family<ConvertKernels<Handle>> = (runtime) => ({
  cast: ([x], { dtype }) => {
    const { tf } = runtime
    if (dtype === "bool" && x.dtype !== "bool") return tf.notEqual(x, tf.scalar(0, x.dtype as "float32" | "int32"))
    if (dtype === "int32" && x.dtype === "float32") return truncate(runtime, x)
    return dtype === x.dtype ? tf.clone(x) : tf.cast(x, dtype as "float32" | "int32" | "bool")
  },
})

/** Casting wraps around (or worse) what is out of range, and wasm's clip makes NaN its lower bound: both are settled first. */
function truncate({ tf }: Runtime, x: Handle): Handle {
  const highest = 2 ** 31 - 128 // the largest float32 that is an int32
  const number = tf.where(tf.isNaN(x), tf.zerosLike(x), x)
  const inRange = tf.cast(tf.clipByValue(number, -(2 ** 31), highest), "int32")
  return tf.where(tf.greater(number, highest), tf.fill(x.shape, 2 ** 31 - 1, "int32"), inRange)
}
