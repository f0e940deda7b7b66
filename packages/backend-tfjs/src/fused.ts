import type { Fused } from "@gradual/core"
import { select } from "./elementwise.ts"
import { compute } from "./host.ts"
import type { Handle, Runtime, TensorFlow } from "./runtime.ts"

/** Composites of which there is a kernel. */
export function fusedOf(runtime: Runtime): Fused<Handle> {
  const { tf, onHost } = runtime
  return {
    clip: ([x], { min, max }, out) => {
      const [low, high] = x.dtype === "int32" ? [Math.ceil(min), Math.floor(max)] : [min, max]
      if (onHost)
        return compute(runtime, [x], out, (to, from) => {
          for (let k = 0; k < to.length; k++) to[k] = Math.min(Math.max(from![k]!, low), high)
        })
      return tf.tidy(() => {
        if (x.dtype === "int32") return tf.minimum(tf.maximum(x, bound(tf, low)), bound(tf, high))
        // TensorFlow.js forgets NaN where both bounds are one number
        return select(tf, tf.isNaN(x), x, tf.clipByValue(x, min, max))
      })
    },
  }
}

function bound(tf: TensorFlow, limit: number): Handle {
  return tf.scalar(Math.min(Math.max(limit, -(2 ** 31)), 2 ** 31 - 1), "int32")
}
