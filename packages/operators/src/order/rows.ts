import {
  cast,
  concat,
  expandDims,
  fail,
  normalizeAxis,
  operands,
  reshape,
  show,
  slice,
  type Tensor,
  type TensorLike,
  transpose,
  widen,
} from "@gradual/core"
import { checkDomain } from "../domain.ts"
import { type OperatorOptions, scoreDomains } from "../operator.ts"
import { isOnePerRow } from "../exponent.ts"

// Sorted rows stand along the last axis. A matrix beside them has a row per sorted position (axis −2) and a column per entry (axis −1).

/**
 * What a definition on float64 rows along the last axis, and p for matrices, makes of the arguments of a function. The definition
 * brings the rows to where they belong; a scalar is a row of one.
 */
export function onRows(
  op: string,
  [values, p, ...others]: readonly [values: TensorLike, p: TensorLike, ...others: TensorLike[]],
  { axis = -1 }: OperatorOptions,
  definition: (rows: Tensor, p: Tensor, axis: number, ...others: Tensor[]) => Tensor,
): Tensor {
  checkDomain(op, "p", p, scoreDomains.p)
  const [given, sharpness, ...rest] = operands(op, "float", [values, p, ...others]) as [Tensor, Tensor, ...Tensor[]]
  const row = given.shape.length === 0 ? reshape(given, { shape: [1] }) : given
  const fromEnd = normalizeAxis(op, axis, row.shape.length) - row.shape.length
  const rows = toLast(widen(row), fromEnd)
  const y = definition(rows, pOfRows(op, widen(sharpness), fromEnd), fromEnd, ...rest.map(widen))
  return cast(y, { dtype: given.dtype })
}

/** `x` with `axis` (counted from the end) moved to the end; what has not that many axes gets them, of length 1. */
export function toLast(x: Tensor, axis: number): Tensor {
  const missing = Math.max(0, -axis - x.shape.length)
  const whole = missing === 0 ? x : reshape(x, { shape: [...Array<number>(missing).fill(1), ...x.shape] })
  const from = whole.shape.length + axis
  return transpose(whole, { perm: [...whole.shape.keys()].filter((i) => i !== from).concat(from) })
}

/** `x` with its last axis moved to `axis` (counted from the end). */
export function fromLast(x: Tensor, axis: number): Tensor {
  const last = x.shape.length - 1
  const [at, places] = [x.shape.length + axis, [...x.shape.keys()]]
  return transpose(x, { perm: [...places.slice(0, at), last, ...places.slice(at, last)] })
}

/** p for matrices, of which a row has one. */
export function pOfRows(op: string, p: Tensor, axis: number): Tensor {
  if (!isOnePerRow(p, axis))
    throw fail(
      "SHAPE",
      op,
      "p must have length 1 along the axis",
      `p of shape ${show(p.shape)}`,
      "All entries of a row are compared by one p: give one per row, as [n,1] for rows of [n,m]",
    )
  return asColumn(toLast(p, axis))
}

/** The entries from `start` (inclusive) to `end` (exclusive) along an axis, by default the last. */
export function part(x: Tensor, [start, end]: readonly [start: number, end: number], axis = -1): Tensor {
  const at = x.shape.length + axis
  return slice(x, {
    start: x.shape.map((_, i) => (i === at ? start : 0)),
    end: x.shape.map((length, i) => (i === at ? end : length)),
  })
}

/** At every place along an axis the entry before it; the first is its own. */
export function previous(x: Tensor, axis = -1): Tensor {
  const length = x.shape.at(axis) as number
  return length < 2 ? x : concat([part(x, [0, 1], axis), part(x, [0, length - 1], axis)], { axis })
}

/** A row's entries as heads of columns. */
export function asRow(x: Tensor): Tensor {
  return expandDims(x, { axis: -2 })
}

/** A row's entries as heads of rows. */
export function asColumn(x: Tensor): Tensor {
  return expandDims(x, { axis: -1 })
}
