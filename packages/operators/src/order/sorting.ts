import { reverse, type Tensor, type TensorLike } from "@gradual/core"
import { type OperatorOptions, operator, scoreDomains } from "../operator.ts"
import { fromLast, pOfRows, toLast } from "./rows.ts"

/** Options of what sorts. */
export interface SortingOptions extends OperatorOptions {
  /** The largest first. Default false. */
  readonly descending?: boolean
}

/** An operator whose result is sorted. */
export type Sorting<O extends SortingOptions = SortingOptions> = (
  values: TensorLike,
  p?: TensorLike,
  options?: O,
) => Tensor

/** An operator whose results are ranks. */
export type Ranking<O extends object = object> = (
  values: TensorLike,
  p?: TensorLike,
  options?: OperatorOptions & O,
) => Tensor

/** Makes an operator of its definition on float64 rows along the last axis, given p for matrices. */
export function ranking<O extends object>(
  op: string,
  definition: (rows: Tensor, p: Tensor, options: Partial<OperatorOptions & O>) => Tensor,
): Ranking<O> {
  return (values, p = 1, options) => {
    const apply = operator(op, scoreDomains, (x, e, from) =>
      fromLast(definition(toLast(x, from), pOfRows(op, e, from), options ?? {}), from),
    )
    return apply(values, p, options)
  }
}

/** The same of what gives the values in ascending order. */
export function sorting<O extends SortingOptions = SortingOptions>(
  op: string,
  ascending: (rows: Tensor, p: Tensor, options: Partial<O>) => Tensor,
): Sorting<O> {
  return ranking<O>(op, (rows, p, options) => {
    const y = ascending(rows, p, options)
    return options.descending ? reverse(y, { axis: -1 }) : y
  })
}
