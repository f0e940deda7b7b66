import type { OrderKernels } from "@gradual/core"
import { select, toFloat } from "../elementwise.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"
import { restore, rows, takeRows } from "./indexing.ts"

export const order: Family<OrderKernels<Handle>> = (runtime) => ({
  sort: ([x], { axis, descending }, out) => {
    const lines = rows(runtime, x, axis)
    return restore(runtime, takeRows(runtime, lines, sortingIndices(runtime, lines, descending)), out.shape, axis)
  },
  argsort: ([x], { axis, descending }, out) =>
    restore(runtime, sortingIndices(runtime, rows(runtime, x, axis), descending), out.shape, axis),
})

/**
 * The indices that sort each row. `tf.topk` is stable and descending, and lost among NaN: those are sorted as infinite first,
 * and then moved, stably, to their end of the row.
 */
function sortingIndices(runtime: Runtime, x: Handle, descending: boolean): Handle {
  const { tf, onHost } = runtime
  const best = (keys: Handle): Handle => tf.topk(keys, keys.shape[1]!).indices
  if (x.dtype === "int32") return best(descending ? x : tf.sub(tf.scalar(-1, "int32"), x)) // ~x: turns the order, cannot overflow
  const nan = tf.isNaN(x)
  const keys = select(tf, nan, tf.fill(x.shape, Number.NEGATIVE_INFINITY), descending ? x : tf.neg(x))
  const first = best(keys)
  if (onHost && tf.any(nan).dataSync()[0] === 0) return first
  const isLast = toFloat(runtime, nan)
  const second = best(takeRows(runtime, descending ? isLast : tf.neg(isLast), first))
  return takeRows(runtime, first, second)
}
