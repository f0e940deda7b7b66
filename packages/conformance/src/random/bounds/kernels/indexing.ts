import type { IndexingKernels } from "@gradual/core"
import { type Bound, type Bounds, join, point } from "../bounds.ts"
import { type Context, groups } from "../context.ts"
import { sumOf } from "../sums.ts"

export function indexing(context: Context): IndexingKernels<Bounds> {
  return {
    takeAlongAxis: ([x, indices], { axis }, out) => {
      const at: Bound[] = []
      const lines = groups(context, x.shape, [axis])
      groups(context, indices.shape, [axis]).forEach((members, line) => {
        for (const index of members) {
          const { lo, hi } = indices.at[index] as Bound
          const picked = (lines[line] ?? []).slice(lo, hi + 1).map((from) => x.at[from] as Bound)
          at[index] = join(picked as [Bound, ...Bound[]])
        }
      })
      return { ...out, at }
    },
    scatterAddAlongAxis: ([updates, indices], { axis }, out) => {
      const at: Bound[] = []
      const sources = groups(context, indices.shape, [axis])
      groups(context, out.shape, [axis]).forEach((members, line) => {
        members.forEach((place, k) => {
          const terms = (sources[line] ?? []).flatMap((from) => {
            const [{ lo, hi }, update] = [indices.at[from] as Bound, updates.at[from] as Bound]
            if (k < lo || k > hi) return []
            return lo === hi ? [update] : [join([point(0), update])] // it may be added elsewhere
          })
          at[place] = sumOf(context, "scatterAddAlongAxis", out.dtype, terms, "numbers")
        })
      })
      return { ...out, at }
    },
  }
}
