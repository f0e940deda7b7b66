import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"

/**
 * Computes a function of float32 in float64 where there is float64, and rounds once: for functions that lose digits on their
 * way, and sums.
 */
export function widely(o: Vocabulary, x: Value, f: (x: Value) => Value): Value {
  if (o.graph.target === "gpu" || x.dtype !== "float32") return f(x)
  return o.cast(f(o.cast(x, "float64")), "float32")
}
