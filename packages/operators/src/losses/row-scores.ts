import { normalizeAxis, sum, type Tensor, type TensorLike, tensor } from "@gradual/core"
import type { OperatorOptions, Parametric } from "../operator.ts"

/**
 * One number for each row of `values` from a definition that keeps the axis, of length 1: what remains of a row without entries is 0.
 */
export function rowScores(
  op: string,
  apply: Parametric,
  [values, other, p]: readonly [values: TensorLike, other: TensorLike, p: TensorLike],
  { axis = -1 }: OperatorOptions,
): Tensor {
  const given = tensor(values)
  const rank = Math.max(1, given.shape.length)
  const fromEnd = normalizeAxis(op, axis, rank) - rank
  const y = apply(given, [other], p, { axis: fromEnd })
  return y.shape.length === 0 ? y : sum(y, { axis: fromEnd })
}
