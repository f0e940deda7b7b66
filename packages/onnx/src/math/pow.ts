import { broadcastShapes } from "@gradual/core"
import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"

/**
 * xᵖ. A shader's is exp2(p·log2 x), which lacks the edges: bases that are zero or negative.
 * WebGPU's Pow does not compile where one operand is repeated along the last axis: there both are given in full.
 */
export function pow(o: Vocabulary, x: Value, p: Value): Value {
  if (o.graph.target === "cpu") return o.pow(x, p)
  const isZero = o.equal(x, 0)
  const shape = broadcastShapes("pow", [x.shape, p.shape])
  const size = o.pow(o.expand(o.where(isZero, 1, o.abs(x)), shape), o.expand(p, shape))
  const isOdd = o.equal(o.abs(o.sub(p, o.mul(o.floor(o.mul(p, 0.5)), 2))), 1)
  const isWhole = o.equal(p, o.floor(p))
  const negative = o.where(isWhole, o.where(isOdd, o.neg(size), size), Number.NaN)
  const atZero = o.where(o.equal(p, 0), 1, o.where(o.less(p, 0), o.scalar(Number.POSITIVE_INFINITY, "float32"), 0))
  return o.where(isZero, atZero, o.where(o.less(x, 0), negative, size))
}
