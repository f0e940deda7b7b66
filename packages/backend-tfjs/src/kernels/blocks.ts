import type { BlocksKernels } from "@gradual/core"
import { axisByAxis } from "../elementwise.ts"
import type { Family, Handle } from "../runtime.ts"
import { around } from "../shapes.ts"

export const blocks: Family<BlocksKernels<Handle>> = ({ tf }) => ({
  concat: (xs, { axis }, out) => {
    const lines = xs.filter(({ size }) => size > 0).map((x) => tf.reshape(x, [...around(x.shape, axis)]))
    return tf.reshape(tf.concat(lines, 1), [...out.shape])
  },
  slice: ([x], { start, end }) => {
    const cut = x.shape.map((_, axis) => axis).filter((axis) => end[axis]! - start[axis]! < x.shape[axis]!)
    return axisByAxis(tf, x, cut, (lines, axis) =>
      tf.slice(lines, [0, start[axis]!, 0], [-1, end[axis]! - start[axis]!, -1]),
    )
  },
  pad: ([x], { before, after, value }, out) => {
    if (x.size === 0) return tf.fill([...out.shape], value, x.dtype as "float32")
    const wider = x.shape.map((_, axis) => axis).filter((axis) => out.shape[axis]! > x.shape[axis]!)
    const around = (axis: number): [number, number] => [before[axis]!, after[axis]!]
    return axisByAxis(tf, x, wider, (lines, axis) => tf.pad(lines, [[0, 0], around(axis), [0, 0]], value))
  },
  reverse: ([x], { axes }) => {
    const turned = (y: Handle): Handle => axisByAxis(tf, y, axes, (lines) => tf.reverse(lines, 1))
    // wasm reverses no bool: it returns memory as it finds it
    return x.dtype === "bool" ? tf.cast(turned(tf.cast(x, "float32")), "bool") : turned(x)
  },
})
