import type { Fused, NDArray } from "@gradual/core"
import { linesOf, make } from "./loops.ts"
import { exp } from "./math/index.ts"

/** Composites computed a line at a time in float64, rounded once. */
export const fused: Fused<NDArray> = {
  softmax: ([x], { axis }, out) => {
    const y = make(out)
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
