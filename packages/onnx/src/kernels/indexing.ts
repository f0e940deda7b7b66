import type { DType, IndexingKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import type { Value } from "../graph.ts"
import { widely } from "../math/precision.ts"
import type { Vocabulary } from "../vocabulary.ts"

export const indexing: Family<IndexingKernels<Value>> = (o) => ({
  takeAlongAxis: ([x, indices], { axis }) => o.gatherElements(x, notNegative(o, indices, x.shape[axis]!), axis),
  scatterAddAlongAxis: ([updates, indices], { axis, size }, out) => {
    const at = notNegative(o, indices, size)
    return widely(o, updates, (wide) =>
      o.scatterAdd(o.expand(o.scalar(0, wide.dtype as DType), out.shape), at, wide, axis),
    )
  },
})

/** Runtimes count negative indices from the end; core has none: they become as wrong as those past the end, which are an error. */
function notNegative(o: Vocabulary, indices: Value, size: number): Value {
  const past = o.cast(o.length(size), "int32")
  return o.where(o.less(indices, 0), past, indices)
}
