import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"

/** `c₀ + c₁x + c₂x² + …`, by Horner's rule. */
export function polynomial(o: Vocabulary, x: Value, coefficients: readonly number[]): Value {
  const [last, ...rest] = [...coefficients].reverse() as [number, ...number[]]
  return rest.slice(1).reduce((sum, c) => o.add(o.mul(sum, x), c), o.add(o.mul(x, last), rest[0]!))
}
