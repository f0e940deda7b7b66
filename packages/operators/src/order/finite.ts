import { eq, sub, sum, type Tensor, tensor, where } from "@gradual/core"
import { ranksOf } from "../positions.ts"
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
  const { dtype } = rows
  const along = { axis: -1, keepDims: true }
  const one = tensor(1, dtype)
  const first = sum(where(eq(rows, Number.NEGATIVE_INFINITY), one, 0), along)
  const count = sum(where(isInfinite(rows), 0, one), along)
  return { first, count, place: sub(ranksOf(rows, -1), first) }
}
