import type { NDArray, ScanKernels } from "@gradual/core"
import type { Place } from "../arena.ts"
import { linesOf } from "../loops.ts"

export const scan: ScanKernels<NDArray, Place> = {
  cumsum: ([x], { axis, exclusive, reverse }, out) => {
    const y = out.make()
    const { lines, n, step, start } = linesOf(x.shape, axis)
    for (let line = 0; line < lines; line++) {
      const first = reverse ? start(line) + (n - 1) * step : start(line)
      const by = reverse ? -step : step
      let total = 0 // float64: rounded only as it is stored
      for (let k = 0, at = first; k < n; k++, at += by) {
        const before = total
        total += x.data[at]!
        y.data[at] = exclusive ? before : total
      }
    }
    return y
  },
}
