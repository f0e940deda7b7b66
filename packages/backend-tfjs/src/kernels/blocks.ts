import type { BlocksKernels } from "@gradual/core"
import type { Family, Handle } from "../runtime.ts"

export const blocks: Family<BlocksKernels<Handle>> = ({ tf }) => ({
  concat: (xs, { axis }) => tf.concat(xs.filter(({ size }) => size > 0) as Handle[], axis),
  slice: ([x], { start, end }) =>
    tf.slice(
      x,
      [...start],
      start.map((from, axis) => end[axis]! - from),
    ),
  pad: ([x], { before, after, value }, out) =>
    x.size === 0
      ? tf.fill([...out.shape], value, x.dtype as "float32" | "int32" | "bool")
      : tf.pad(
          x,
          before.map((count, axis) => [count, after[axis]!] as [number, number]),
          value,
        ),
  reverse: ([x], { axes }) => {
    // wasm reverses no bool: it returns memory as it finds it
    if (x.dtype === "bool") return tf.cast(tf.reverse(tf.cast(x, "float32"), [...axes]), "bool")
    return tf.reverse(x, [...axes])
  },
})
