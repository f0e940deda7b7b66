import type { Fused, NDArray } from "@gradual/core"
import type { Place } from "./arena.ts"
import { linesOf } from "./loops.ts"
import { exp } from "./math/index.ts"

/** Composites computed in one pass, or a line at a time in float64 and rounded once. */
export const fused: Fused<NDArray, Place> = {
  clip: ([x], { min, max }, out) => {
    const y = out.make()
    for (let k = 0; k < y.data.length; k++) y.data[k] = Math.min(Math.max(x.data[k]!, min), max)
    return y
  },
  softmax: ([x], { axis }, out) => {
    const y = out.make()
    const { lines, n, step, start } = linesOf(x.shape, axis)
    const weights = new Float64Array(n)
    for (let line = 0; line < lines; line++) {
      const at = start(line)
      let top = Number.NEGATIVE_INFINITY
      for (let k = 0; k < n; k++) top = Math.max(top, x.data[at + k * step]!)
      let total = 0
      for (let k = 0; k < n; k++) {
        weights[k] = exp(x.data[at + k * step]! === top ? 0 : x.data[at + k * step]! - top)
        total += weights[k]!
      }
      for (let k = 0; k < n; k++) y.data[at + k * step] = weights[k]! / total
    }
    return y
  },
}
