import {
  fail,
  eq,
  max,
  maximum,
  minimum,
  ne,
  show,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
  where,
  withGradient,
} from "@gradual/core"
import type { Parameter } from "../catalogue-entry.ts"
import { notNegative } from "../domain.ts"
import { isOnePerRow, productSlopes, products } from "../exponent.ts"
import { type OperatorOptions, parametric, scoreDomains } from "../operator.ts"
import { withNaN } from "../nan-rows.ts"

/** A function that says how much of each entry is among the k largest. */
export type Subset = (values: TensorLike, k: TensorLike, p?: TensorLike, options?: OperatorOptions) => Tensor

/** How many are to be chosen. */
export const count: Parameter = { domain: notNegative, example: 2 }

/** A definition in float64, with one p and one k for each row; `given`: the values, whatever p each has. */
type Rows = (values: Tensor, k: Tensor, p: Tensor, axis: number, given: Tensor) => Tensor

/** Makes such a function of its definition; k lies between 0 and the number of entries that are not masked. */
export function subset(name: string, rows: Rows): Subset {
  return (values, k, p = 1, options) => {
    const define = (given: Tensor, [asked]: readonly Tensor[], sharpness: Tensor, axis: number) => {
      checkCount(name, k, asked as Tensor, given.shape.at(axis) as number, axis)
      const limited = withinRow(asked as Tensor, given, axis)
      const [scores, e] = isOnePerRow(sharpness, axis) ? [given, sharpness] : sharpened(given, sharpness, axis)
      return withNaN(rows(scores, limited, e, axis, given), given, axis)
    }
    return parametric(name, scoreDomains, { k: count }, define)(values, [k], p, options)
  }
}

/** Throws `VALUE` for a plain number k above the number of entries, `SHAPE` unless there is one k for a row. */
function checkCount(op: string, given: TensorLike, k: Tensor, entries: number, axis: number): void {
  if (!isOnePerRow(k, axis))
    throw fail(
      "SHAPE",
      op,
      "k must be one number for each row",
      `shape ${show(k.shape)}`,
      "Give k length 1 along the axis",
    )
  const tooLarge = numbersIn(given).find((number) => number > entries)
  if (tooLarge !== undefined)
    throw fail("VALUE", op, "k must not exceed the number of entries", `k=${show(tooLarge)} of ${entries} entries`)
}

/** The plain numbers of an argument; none of a tensor, whose values are known only when a program runs. */
function numbersIn(given: unknown): readonly number[] {
  if (typeof given === "number") return [given]
  return Array.isArray(given) ? given.flatMap(numbersIn) : []
}

/** k, but at least 0 and at most what is not masked. */
function withinRow(k: Tensor, values: Tensor, axis: number): Tensor {
  const isOpen = where(ne(values, Number.NEGATIVE_INFINITY), tensor(1, values.dtype), 0)
  return minimum(maximum(k, 0), sum(isOpen, { axis, keepDims: true }))
}

/**
 * p·v where each entry has a p of its own, with p = 1 for the row. Where some p of a row are ∞, what has them stands at its value, all
 * else at 0, with p = ∞: their order is the limit's, and there are no derivatives. What is masked stays so.
 */
function sharpened(values: Tensor, p: Tensor, axis: number): [scores: Tensor, p: Tensor] {
  const infinite = Number.POSITIVE_INFINITY
  const isHard = eq(max(p, { axis, keepDims: true }), infinite)
  const scaled = withGradient(
    (v: Tensor, e: Tensor) => {
      const alone = where(eq(e, infinite), v, 0)
      return where(eq(v, Number.NEGATIVE_INFINITY), v, where(isHard, alone, products(e, v)))
    },
    (dy, _y, [v, e]) => productSlopes(dy, v, e),
  )
  return [scaled(values, p), where(isHard, infinite, tensor(1, p.dtype))]
}
