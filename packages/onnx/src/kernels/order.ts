import type { OrderKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import { isFloating, type Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"

export const order: Family<OrderKernels<Value>> = (o) => ({
  sort: ([x], { axis, descending }) => o.gatherElements(x, sortingIndices(o, x, axis, descending), axis),
  argsort: ([x], { axis, descending }) => o.cast(sortingIndices(o, x, axis, descending), "int32"),
})

/**
 * The indices that sort along an axis. TopK of all is stable both ways, and lost among NaN: those are sorted as infinite
 * first, and then moved, stably, to their end.
 */
function sortingIndices(o: Vocabulary, x: Value, axis: number, descending: boolean): Value {
  const indicesOf = (keys: Value): Value => o.topK(keys, axis, descending)[1]
  if (!isFloating(x.dtype)) return indicesOf(x)
  const isNumber = o.equal(x, x)
  const first = indicesOf(o.where(isNumber, x, Number.POSITIVE_INFINITY))
  const isNan = o.cast(o.not(isNumber), "int32")
  const second = indicesOf(o.gatherElements(isNan, first, axis))
  return o.gatherElements(first, second, axis)
}
