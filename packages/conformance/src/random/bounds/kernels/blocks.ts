import * as core from "@gradual/core"
import type { BlocksKernels } from "@gradual/core"
import { type Bound, type Bounds, point } from "../bounds.ts"
import { type Context, indicesOf } from "../context.ts"
import { moved } from "../move.ts"

export function blocks(context: Context): BlocksKernels<Bounds> {
  return {
    concat: (xs, { axis }, out) => {
      const all = xs.flatMap(({ at }) => at)
      let start = 0
      const indices = xs.map(({ shape, at }) => {
        start += at.length
        return indicesOf(shape, start - at.length)
      })
      const places = Array.from(context.ask(core.concat(indices, { axis })))
      return { ...out, at: places.map((index) => all[index] as Bound) }
    },
    slice: ([x], params, out) => moved(context, x, out, (indices) => core.slice(indices, params)),
    pad: ([x], params, out) => {
      const places = Array.from(context.ask(core.pad(indicesOf(x.shape), { ...params, value: -1 })))
      return { ...out, at: places.map((index) => x.at[index] ?? point(params.value)) }
    },
    reverse: ([x], { axes }, out) => moved(context, x, out, (indices) => core.reverse(indices, { axis: axes })),
  }
}
