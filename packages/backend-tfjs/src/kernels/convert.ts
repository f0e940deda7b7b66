import type { ConvertKernels } from "@gradual/core"
import { toFloat } from "../elementwise.ts"
import { mapOnHost } from "../host.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"

export const convert: Family<ConvertKernels<Handle>> = (runtime) => {
  const { tf, onHost, isWasm } = runtime
  const truncateOnHost = mapOnHost(runtime, (x) => Math.min(Math.max(x, -(2 ** 31)), 2 ** 31 - 1)) // and NaN becomes 0
  const isTrueOnHost = mapOnHost(runtime, (x) => (x === 0 ? 0 : 1))
  const roundOnHost = mapOnHost(runtime, (x) => x)
  return {
    cast: ([x], { dtype }, out) => {
      if (dtype === x.dtype) return tf.clone(x)
      if (dtype === "bool") {
        // wasm would keep the lowest byte of the integer part
        return onHost ? isTrueOnHost([x], {}, out) : tf.notEqual(x, tf.scalar(0, x.dtype as "float32" | "int32"))
      }
      if (dtype === "int32" && x.dtype === "float32")
        return onHost ? truncateOnHost([x], {}, out) : truncate(runtime, x)
      if (dtype === "int32") return tf.cast(x, "int32")
      // cpu would keep the integers, and only call them float32: some are none
      return onHost && !isWasm ? roundOnHost([x], {}, out) : toFloat(runtime, x)
    },
  }
}

/** Casting wraps around (or worse) what is out of range: that is settled first. */
function truncate({ tf }: Runtime, x: Handle): Handle {
  const highest = 2 ** 31 - 128 // the largest float32 that is an int32
  const number = tf.where(tf.isNaN(x), tf.zerosLike(x), x)
  const inRange = tf.cast(tf.clipByValue(number, -(2 ** 31), highest), "int32")
  return tf.where(tf.greater(number, highest), tf.fill(x.shape, 2 ** 31 - 1, "int32"), inRange)
}
