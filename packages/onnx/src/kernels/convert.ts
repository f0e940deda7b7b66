import type { ConvertKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import { isFloating, type Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"

export const convert: Family<ConvertKernels<Value>> = (o) => ({
  cast: ([x], { dtype }) => (dtype === "int32" && isFloating(x.dtype) ? truncate(o, x) : o.cast(x, dtype)),
})

/** What Cast makes of NaN and of numbers out of range is each runtime's own: both are settled first. */
function truncate(o: Vocabulary, x: Value): Value {
  const highest = x.dtype === "float32" ? 2 ** 31 - 128 : 2 ** 31 - 1 // the largest of its dtype that is an int32
  const number = o.where(o.equal(x, x), x, 0)
  const inRange = o.cast(o.max(o.min(number, highest), -(2 ** 31)), "int32")
  return highest === 2 ** 31 - 1 ? inRange : o.where(o.greater(number, highest), 2 ** 31 - 1, inRange)
}
