import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"
import { polynomial } from "./polynomial.ts"
import { widely } from "./precision.ts"

/** ln x. A shader's has only absolute accuracy near 1, and is finite at 0 and below. */
export function log(o: Vocabulary, x: Value): Value {
  if (o.graph.target === "cpu") return o.log(x)
  const above = o.sub(x, 1)
  const y = o.where(o.less(o.abs(above), 0.5), doubleArtanh(o, above), o.log(x))
  const atEnd = o.where(o.less(x, 0), Number.NaN, o.scalar(Number.NEGATIVE_INFINITY, "float32"))
  return o.where(o.greater(x, 0), y, o.where(o.equal(x, x), atEnd, x))
}

/** ln(1 + x), accurate near 0. ONNX has none. */
export function log1p(o: Vocabulary, x: Value): Value {
  if (o.graph.target === "gpu") return o.where(o.less(o.abs(x), 0.5), doubleArtanh(o, x), log(o, o.add(x, 1)))
  return widely(o, x, (wide) => log1pByRatio(o, wide))
}

/**
 * ln u · x/(u − 1) with u = fl(1 + x): the errors of numerator and denominator cancel (Kahan). Where u is 1 or ∞, x, which
 * stands where the runtime's Where keeps the sign of 0: last.
 */
function log1pByRatio(o: Vocabulary, x: Value): Value {
  const u = o.add(x, 1)
  const rounded = o.sub(u, 1)
  const isRatio = o.and(o.greater(o.abs(rounded), 0), o.less(rounded, Number.POSITIVE_INFINITY))
  return o.where(isRatio, o.mul(o.log(u), o.div(x, rounded)), x)
}

/** 2·artanh(x/(2 + x)) = 2s + s·(2s²/3 + 2s⁴/5 + …), s² below 1/9. */
function doubleArtanh(o: Vocabulary, x: Value): Value {
  const s = o.div(x, o.add(x, 2))
  const squared = o.mul(s, s)
  const series = [0, 1, 2, 3, 4, 5, 6].map((k) => 2 / (2 * k + 3))
  return o.add(o.mul(s, 2), o.mul(s, o.mul(squared, polynomial(o, squared, series))))
}
