import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"

/** The nearest integer, halves to the even one. WebGPU has no Round: it would be computed on the host. */
export function round(o: Vocabulary, x: Value): Value {
  if (o.graph.target === "cpu") return o.round(x)
  const below = o.floor(x)
  const rest = o.sub(x, below)
  const half = o.mul(below, 0.5)
  const isOdd = o.not(o.equal(o.floor(half), half))
  const up = either(o, o.greater(rest, 0.5), o.and(o.equal(rest, 0.5), isOdd))
  return o.where(up, o.add(below, 1), below)
}

/** Or. WebGPU has none: it would be computed on the host. */
export function either(o: Vocabulary, a: Value, b: Value): Value {
  return o.graph.target === "gpu" ? o.not(o.and(o.not(a), o.not(b))) : o.or(a, b)
}
