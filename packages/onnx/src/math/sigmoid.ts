import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"
import { expm1 } from "./exp.ts"
import { widely } from "./precision.ts"

/** σ(x) from e^(−|x|), which cannot overflow. Runtimes' own have only absolute accuracy: nothing is left of the lower tail. */
export function logistic(o: Vocabulary, x: Value): Value {
  const small = o.exp(o.neg(o.abs(x)))
  return o.div(o.where(o.less(x, 0), small, 1), o.add(small, 1))
}

/**
 * tanh x as −m/(2 + m) with m = e^(−2|x|) − 1. Runtimes' own passes 1 in float32, is off by several ulp in float64, and on
 * GPUs has only absolute accuracy; in float64 it does for results in float32.
 */
export function tanh(o: Vocabulary, x: Value): Value {
  if (o.graph.target === "cpu" && x.dtype === "float32") return widely(o, x, o.tanh)
  const m = expm1(o, o.mul(o.abs(x), -2))
  const size = o.neg(o.div(m, o.add(m, 2)))
  return o.where(o.greater(x, 0), size, o.where(o.less(x, 0), o.neg(size), x))
}
