import type { Fused } from "@gradual/core"
import { select } from "./elementwise.ts"
import type { Handle, Runtime, TensorFlow } from "./runtime.ts"

/** Composites of which TensorFlow.js has a kernel. */
export function fusedOf({ tf }: Runtime): Fused<Handle> {
  return {
    clip: ([x], { min, max }) =>
      tf.tidy(() => {
        if (x.dtype === "int32") return tf.minimum(tf.maximum(x, bound(tf, Math.ceil(min))), bound(tf, Math.floor(max)))
        // TensorFlow.js forgets NaN where both bounds are one number; wasm makes it the lower bound
        return select(tf, tf.isNaN(x), x, tf.clipByValue(x, min, max))
      }),
  }
}

function bound(tf: TensorFlow, limit: number): Handle {
  return tf.scalar(Math.min(Math.max(limit, -(2 ** 31)), 2 ** 31 - 1), "int32")
}
