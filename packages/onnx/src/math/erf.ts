import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"
import { erfFar32, erfFar64, erfNear32, erfNear64 } from "./coefficients.ts"
import { polynomial } from "./polynomial.ts"

/** erf x. Runtimes have it in float32 only, and shaders to 10⁻⁷ in absolute terms. */
export function erf(o: Vocabulary, x: Value): Value {
  if (x.dtype === "float64") return erfByParts(o, x, { near: erfNear64, far: erfFar64, end: 6 })
  return o.graph.target === "cpu" ? o.erf(x) : erfByParts(o, x, { near: erfNear32, far: erfFar32, end: 4 })
}

interface Parts {
  readonly near: readonly number[]
  readonly far: readonly number[]
  /** From where on erf rounds to 1. */
  readonly end: number
}

function erfByParts(o: Vocabulary, x: Value, { near, far, end }: Parts): Value {
  const size = o.abs(x)
  const inner = o.add(x, o.mul(x, polynomial(o, o.mul(x, x), near)))
  const held = o.min(size, end)
  const outer = o.sub(1, o.exp(o.neg(o.add(held, o.mul(held, polynomial(o, held, far))))))
  return o.where(o.greaterOrEqual(size, 1), o.where(o.less(x, 0), o.neg(outer), outer), inner)
}
