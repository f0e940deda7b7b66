import { fail, sizeOf } from "@gradual/core"
import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"
import { isDynamic } from "../lengths.ts"
import { widely } from "./precision.ts"

/**
 * Sums over axes. Runtimes add float32 one after another, which loses a digit per few hundred terms, and saturate integers
 * where core has them wrap.
 */
export function sum(o: Vocabulary, x: Value, axes: readonly number[]): Value {
  if (x.dtype === "int32" && o.graph.target === "cpu") return o.cast(o.reduceSum(o.cast(x, "int64"), axes), "int32")
  return widely(o, x, (wide) => o.reduceSum(wide, axes))
}

/** Products over axes; those of integers wrap, where a runtime's reduction saturates, by halving. */
export function product(o: Vocabulary, x: Value, axes: readonly number[]): Value {
  if (x.dtype !== "int32") return widely(o, x, (wide) => o.reduceProd(wide, axes))
  if (axes.some((axis) => isDynamic(x.shape[axis]!, o.graph.dynamic)))
    throw fail("UNSUPPORTED", "onnx", "prod of int32 needs an axis of known length", "a dynamic one")
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
  const others = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const [rows, length] = [sizeOf(kept), sizeOf(axes.map((axis) => x.shape[axis]!))]
  let lines = o.reshape(o.transpose(x, [...others, ...axes]), [rows, length])
  if (length === 0) lines = o.pad(lines, [0, 0], [0, 1], 1)
  for (let n = lines.shape[1]!; n > 1; n = lines.shape[1]!) {
    const half = Math.floor(n / 2)
    const halves = o.mul(o.slice(lines, [0, 0], [rows, half]), o.slice(lines, [0, half], [rows, 2 * half]))
    lines = n % 2 === 0 ? halves : o.concat([halves, o.slice(lines, [0, n - 1], [rows, n])], 1)
  }
  return o.reshape(lines, kept)
}
