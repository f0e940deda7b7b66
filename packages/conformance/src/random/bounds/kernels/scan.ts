import type { ScanKernels } from "@gradual/core"
import type { Bound, Bounds } from "../bounds.ts"
import { type Context, groups } from "../context.ts"
import { sumOf } from "../sums.ts"

export function scan(context: Context): ScanKernels<Bounds> {
  return {
    cumsum: ([x], { axis, exclusive, reverse }, out) => {
      const at: Bound[] = []
      for (const members of groups(context, x.shape, [axis])) {
        const order = reverse ? [...members].reverse() : members
        const line = order.map((index) => x.at[index] as Bound)
        order.forEach((index, k) => {
          at[index] = sumOf(context, "cumsum", out.dtype, line.slice(0, exclusive ? k : k + 1), "numbers")
        })
      }
      return { ...out, at }
    },
  }
}
