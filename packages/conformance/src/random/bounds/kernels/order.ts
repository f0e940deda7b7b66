import type { Aval, OrderKernels, SortParams } from "@gradual/core"
import { type Bound, type Bounds, hull } from "../bounds.ts"
import { type Context, groups } from "../context.ts"
import { candidates, oneOf } from "../order.ts"

export function order(context: Context): OrderKernels<Bounds> {
  const along = (find: (line: readonly Bound[], places: ReturnType<typeof candidates>) => readonly Bound[]) => {
    return ([x]: readonly [Bounds], { axis, descending }: SortParams, out: Aval): Bounds => {
      const at: Bound[] = []
      for (const members of groups(context, x.shape, [axis])) {
        const line = members.map((index) => x.at[index] as Bound)
        find(line, candidates(descending ? "descending" : "ascending", line)).forEach((bound, k) => {
          at[members[k] as number] = bound
        })
      }
      return { ...out, at }
    }
  }
  return {
    sort: along((line, places) => places.map((indices) => oneOf(line, indices))),
    argsort: along((_, places) => places.map((indices) => hull(indices))),
  }
}
