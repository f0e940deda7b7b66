import { broadcastTo, type ShapeKernels, transpose } from "@gradual/core"
import type { Bounds } from "../bounds.ts"
import type { Context } from "../context.ts"
import { moved } from "../move.ts"

export function shape(context: Context): ShapeKernels<Bounds> {
  return {
    reshape: ([x], _, out) => ({ ...out, at: x.at }),
    transpose: ([x], params, out) => moved(context, x, out, (indices) => transpose(indices, params)),
    broadcastTo: ([x], params, out) => moved(context, x, out, (indices) => broadcastTo(indices, params)),
  }
}
