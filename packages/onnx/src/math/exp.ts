import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"
import { polynomial } from "./polynomial.ts"
import { widely } from "./precision.ts"

/** eˣ − 1, accurate near 0. ONNX has none. */
export function expm1(o: Vocabulary, x: Value): Value {
  return o.graph.target === "gpu" ? expm1BySeries(o, x, 9) : widely(o, x, (wide) => expm1BySeries(o, wide, 16))
}

/** By its series near 0, x·(1 + … + xⁿ⁻¹/n!), which keeps the sign of 0. */
function expm1BySeries(o: Vocabulary, x: Value, n: number): Value {
  let factorial = 1
  const series = Array.from({ length: n }, (_, k) => {
    factorial *= k + 1
    return 1 / factorial
  })
  const near = o.mul(x, polynomial(o, x, series))
  return o.where(o.greaterOrEqual(o.abs(x), 0.5), o.sub(o.exp(x), 1), near)
}
