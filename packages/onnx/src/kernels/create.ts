import type { CreateKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import type { Value } from "../graph.ts"
import { isDynamic } from "../lengths.ts"
import type { Vocabulary } from "../vocabulary.ts"

export const create: Family<CreateKernels<Value>> = (o) => ({
  constant: (_, { value }) => {
    const [first] = value.data
    // a count of elements, as in a mean, is known only when the model runs
    if (value.data.length === 1 && isDynamic(first!, o.graph.dynamic))
      return o.reshape(o.cast(o.length(first!), value.dtype), value.shape)
    return o.constant(value)
  },
  iota: (_, { shape, axis }, { dtype }) => {
    const length = shape[axis]!
    const along = o.cast(count(o, length), dtype)
    return o.expand(
      o.reshape(
        along,
        shape.map((_, i) => (i === axis ? length : 1)),
      ),
      shape,
    )
  },
})

/** 0, 1, 2, … as int64. */
export function count(o: Vocabulary, length: number): Value {
  return o.range(o.length(0), o.length(length), o.length(1), length)
}
