import type { Fused } from "@gradual/core"
import type { Value } from "./graph.ts"
import type { Vocabulary } from "./vocabulary.ts"

/**
 * Composites that ONNX has an operator for: `encode` takes programs with and without them.
 *
 * @example
 * ```ts
 * import { fused } from "@gradual/onnx"
 * console.log(fused.has("clip")) // true
 * ```
 */
export const fused: ReadonlySet<string> = new Set(["clip"])

/** Their kernels. */
export function fusedOf(o: Vocabulary): Fused<Value> {
  return {
    clip: ([x], { min, max }) => {
      if (x.dtype !== "int32") return o.clip(x, min, max)
      const held = (bound: number) => Math.min(Math.max(bound, -(2 ** 31)), 2 ** 31 - 1)
      return o.clip(x, held(Math.ceil(min)), held(Math.floor(max)))
    },
  }
}
