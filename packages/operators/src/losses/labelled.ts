import {
  cast,
  fail,
  lt,
  maximum,
  normalizeAxis,
  operands,
  or,
  reshape,
  type Shape,
  sameShape,
  show,
  type Tensor,
  type TensorLike,
  tensor,
  where,
  widen,
} from "@gradual/core"
import { isMaskedRow } from "../choice/masked-rows.ts"

/** Options of every loss of class labels. */
export interface LossOptions {
  /** The axis of `scores` that the classes are along. Default the last. */
  readonly axis?: number
}

/** The loss of rows: scores, each row's class (length 1 along the axis), other parameters, in float64. It keeps the axis, with length 1. */
export type RowLoss = (scores: Tensor, label: Tensor, others: readonly Tensor[], axis: number) => Tensor

/**
 * Makes a loss of class labels of its definition on rows. Negative labels and rows in which every class is masked lose nothing,
 * and get no gradient.
 */
export function labelled(
  name: string,
  scores: TensorLike,
  labels: TensorLike,
  others: readonly TensorLike[],
  { axis = -1 }: LossOptions,
  definition: RowLoss,
): Tensor {
  const [given, ...rest] = operands(name, "float", [scores, ...others]) as [Tensor, ...Tensor[]]
  const classes = normalizeAxis(name, axis, given.shape.length)
  const fromEnd = classes - given.shape.length
  if (given.shape[classes] === 0)
    throw fail("SHAPE", name, "a class at least expected", `scores of shape ${show(given.shape)}`)
  const label = labelsOf(name, labels, given.shape, classes)
  // a negative label counts as the first class, and then not at all
  const isIgnored = lt(label, 0)
  const loss = definition(widen(where(isIgnored, 0, given)), maximum(label, 0), rest.map(widen), fromEnd)
  const isMasked = isMaskedRow(given, classes)
  const settled = where(or(isIgnored, isMasked), 0, loss)
  const shape = settled.shape.filter((_, i) => i !== settled.shape.length + fromEnd)
  return cast(reshape(settled, { shape }), { dtype: given.dtype })
}

/** The labels as int32, with length 1 along the axis of the classes. */
function labelsOf(name: string, labels: TensorLike, scores: Shape, axis: number): Tensor {
  const label = tensor(labels, "int32")
  if (label.dtype !== "int32")
    throw fail("DTYPE", name, "labels must be int32", label.dtype, 'Use cast(labels, { dtype: "int32" })')
  const expected = scores.filter((_, i) => i !== axis)
  if (!sameShape(label.shape, expected))
    throw fail(
      "SHAPE",
      name,
      "one label for each row of scores expected",
      `labels ${show(label.shape)}, scores ${show(scores)}`,
    )
  return reshape(label, { shape: scores.map((length, i) => (i === axis ? 1 : length)) })
}
