import { type Shape, sizeOf } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { plus, quotient, remainder, times } from "./integers.ts"

/** An array seen as matrices, `rows` of them below each other in each. */
export interface Matrices {
  readonly outer: number
  readonly rows: number
  readonly columns: number
}

/** The array as matrices whose rows are along the axes from `first` to `last`. */
export function matricesOf(shape: Shape, first: number, last: number = first): Matrices {
  const [outer, rows, columns] = [shape.slice(0, first), shape.slice(first, last + 1), shape.slice(last + 1)]
  return { outer: sizeOf(outer), rows: sizeOf(rows), columns: sizeOf(columns) }
}

/** The first element of a column, counted over all matrices. */
export function columnStart(code: Code, column: Value, { rows, columns }: Matrices): Value {
  return plus(code, times(code, quotient(code, column, columns), rows * columns), remainder(code, column, columns))
}
