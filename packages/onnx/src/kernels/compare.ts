import type { CompareKernels } from "@gradual/core"
import { type Family, map, zip } from "../family.ts"
import type { Value } from "../graph.ts"
import { either } from "../math/round.ts"
import type { Vocabulary } from "../vocabulary.ts"

export const compare: Family<CompareKernels<Value>> = (o) => ({
  eq: zip(o.equal),
  ne: zip((a, b) => o.not(o.equal(a, b))),
  lt: ordered(o, o.less),
  le: ordered(o, o.lessOrEqual),
  gt: ordered(o, o.greater),
  ge: ordered(o, o.greaterOrEqual),
  and: zip(o.and),
  or: zip((a, b) => either(o, a, b)),
  not: map(o.not),
  where: ([condition, a, b]) =>
    a.dtype === "bool"
      ? either(o, o.and(condition, a), o.and(o.not(condition), b)) // Where of bool is not implemented
      : o.where(condition, a, b),
})

/** ONNX orders no bool. */
function ordered(o: Vocabulary, relation: (a: Value, b: Value) => Value) {
  return zip((a, b) => (a.dtype === "bool" ? relation(o.cast(a, "int32"), o.cast(b, "int32")) : relation(a, b)))
}
