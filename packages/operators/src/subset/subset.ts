import {
  fail,
  limitProduct,
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
import { isOnePerRow, productSlopes } from "../exponent.ts"
import { type OperatorOptions, parametric, scoreDomains } from "../operator.ts"
import { withNaN } from "../nan-rows.ts"

/** A function that says how much of each entry is among the k largest. */
export type Subset = (values: TensorLike, k: TensorLike, p?: TensorLike, options?: OperatorOptions) => Tensor

/** How many are to be chosen. */
export const count: Parameter = { domain: notNegative, example: 2 }

/**
 * Makes such a function of a definition in float64, with one p and one k for each row: k lies between 0 and the number of
 * entries that are not masked.
 */
export function subset(name: string, rows: (values: Tensor, k: Tensor, p: Tensor, axis: number) => Tensor): Subset {
  return (values, k, p = 1, options) => {
    const define = (given: Tensor, [asked]: readonly Tensor[], sharpness: Tensor, axis: number) => {
      checkCount(name, k, asked as Tensor, given.shape.at(axis) as number, axis)
      const limited = withinRow(asked as Tensor, given, axis)
      const y = isOnePerRow(sharpness, axis)
        ? rows(given, limited, sharpness, axis)
        : rows(sharpened(given, sharpness), limited, tensor(1, given.dtype), axis)
      return withNaN(y, given, axis)
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

/** p·v where each entry has a p of its own; p = ∞ has no derivatives. */
function sharpened(values: Tensor, p: Tensor): Tensor {
  const scaled = withGradient(
    (v: Tensor, e: Tensor) => limitProduct(e, v),
    (dy, _y, [v, e]) => productSlopes(dy, v, e),
  )
  return scaled(values, p)
}
