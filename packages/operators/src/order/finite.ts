import { add, eq, iota, sub, sum, type Tensor, tensor, where } from "@gradual/core"
import { isInfinite } from "./distances.ts"

/** Where the finite entries of rows stand when they are sorted. */
export interface FinitePlaces {
  /** The position of the first, from 0. */
  readonly first: Tensor
  readonly count: Tensor
  /** Of each position its place among them, from 1. */
  readonly place: Tensor
}

export function finitePlaces(rows: Tensor): FinitePlaces {
  const { shape, dtype } = rows
  const along = { axis: -1, keepDims: true }
  const one = tensor(1, dtype)
  const first = sum(where(eq(rows, Number.NEGATIVE_INFINITY), one, 0), along)
  const count = sum(where(isInfinite(rows), 0, one), along)
  return { first, count, place: sub(add(iota({ shape, axis: shape.length - 1, dtype }), 1), first) }
}
