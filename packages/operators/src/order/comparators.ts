import {
  abs,
  add,
  and,
  atan,
  broadcastShapes,
  broadcastTo,
  concat,
  div,
  eq,
  expandDims,
  ge,
  gt,
  mul,
  neg,
  not,
  or,
  reshape,
  stopGradient,
  sub,
  sum,
  type Tensor,
  where,
} from "@gradual/core"
import { inDtypeOf } from "../in-dtype.ts"
import { isInfinite, scaled } from "./distances.ts"
import { part } from "./rows.ts"

// A network's state has a position per row along axis −2, and columns that move together along axis −1.

/** Neighbours: the lower position of each pair, and the upper, in shapes […, pairs, 1, columns]. */
export type Pairs = readonly [lower: Tensor, upper: Tensor]

/**
 * Rows of values as a state that a network by `p` (for matrices) can change: a column of the values that have moved there, a column of
 * how far what stands there is from them. Apart, neither a common offset nor p = ∞ costs a digit. An infinite value has no gradient.
 */
export function stateOf(op: string, rows: Tensor, p: Tensor): Tensor {
  const shape = broadcastShapes(op, [rows.shape, p.shape.slice(0, -1)])
  const values = broadcastTo(where(isInfinite(rows), stopGradient(rows), rows), { shape })
  return concat([values, mul(0, where(isInfinite(values), 0, values))].map((each) => expandDims(each, { axis: -1 })))
}

/** What stands in the rows of a state. */
export function rowsOf(state: Tensor): Tensor {
  return sum(state, { axis: -1 })
}

/** Runs the odd-even transposition network: n layers of neighbours, from the first and from the second position in turns. */
export function oddEvenLayers(n: number, layer: (from: number) => void): void {
  for (let i = 0; i < n; i++) if (n - (i % 2) > 1) layer(i % 2)
}

/** The pairs of neighbours from a position on. */
export function pairsFrom(state: Tensor, from: number): Pairs {
  const [n, columns] = state.shape.slice(-2) as [number, number]
  const pairs = Math.floor((n - from) / 2)
  const inner = part(state, [from, from + 2 * pairs], -2)
  const paired = reshape(inner, { shape: [...state.shape.slice(0, -2), pairs, 2, columns] })
  const side = (at: number) => part(paired, [at, at + 1], -2)
  return [side(0), side(1)]
}

/** The state with pairs from a position on put back. */
export function withPairs(state: Tensor, from: number, pairs: Pairs): Tensor {
  const n = state.shape.at(-2) as number
  const joined = concat(pairs, { axis: -2 })
  const [count, columns] = [joined.shape.at(-3) as number, joined.shape.at(-1) as number]
  const inner = reshape(joined, { shape: [...joined.shape.slice(0, -3), 2 * count, columns] })
  const outer = (start: number, end: number) => part(state, [start, end], -2)
  const all = [outer(0, from), inner, outer(from + 2 * count, n)]
  return concat(
    all.filter(({ shape }) => shape.at(-2) !== 0),
    { axis: -2 },
  )
}

/** How the upper of a pair of values lies to the lower. */
export interface Gaps {
  readonly isInOrder: Tensor
  /** Upper − lower; 0 where either is infinite. */
  readonly difference: Tensor
  /** Whether one alone is infinite: they are exchanged as if p were ∞. */
  readonly isFar: Tensor
  /** p·difference where it is at most 1 (else 0), and 1/(p·difference) where it is more (else 1): neither overflows. */
  readonly isSteep: Tensor
  readonly level: Tensor
  readonly inverse: Tensor
}

export function gapsOf([lower, upper]: Pairs, p: Tensor): Gaps {
  const apart = sum(sub(upper, lower), { axis: -1, keepDims: true })
  const isFar = isInfinite(apart)
  const values = (side: Tensor) => part(side, [0, 1])
  const isSameInfinity = and(isInfinite(values(lower)), eq(values(lower), values(upper)))
  const difference = where(or(isFar, isSameInfinity), 0, apart)
  const slope = scaled(difference, p)
  const isSteep = gt(abs(slope), 1)
  const [level, inverse] = [where(isSteep, 0, slope), div(1, where(isSteep, slope, 1))]
  return { isInOrder: ge(apart, 0), difference, isFar, isSteep, level, inverse }
}

/**
 * The soft minimum and maximum of pairs of values: each takes `δ·(½ − atan(p·δ)/π)` of the other, δ their distance, so the sum stays.
 * (Which of two equal ones is called the lower does not matter, but must be told the derivative of their distance.)
 */
export function compared(
  [lower, upper]: Pairs,
  { isInOrder, difference, isFar, isSteep, level, inverse }: Gaps,
): Pairs {
  const distance = where(isInOrder, difference, neg(difference))
  const flat = sub(mul(distance, 0.5), mul(difference, div(atan(level), Math.PI)))
  // where p·δ is large ½ − atan(p·δ)/π is a difference of near numbers: atan(1/(p·δ))/π is not
  const leak = where(isFar, 0, where(isSteep, mul(difference, div(atan(inverse), Math.PI)), flat))
  const shift = concat([mul(leak, 0), leak])
  return [add(where(isInOrder, lower, upper), shift), sub(where(isInOrder, upper, lower), shift)]
}

/** Pairs of a matrix's rows, of which each takes a share of the other: `½ − atan(p·difference)/π`. */
export function exchanged(
  [lower, upper]: Pairs,
  { isInOrder, difference, isFar, isSteep, level, inverse }: Gaps,
): Pairs {
  const rest = div(atan(inverse), Math.PI)
  const steep = where(gt(difference, 0), rest, add(1, rest))
  const share = where(isSteep, steep, sub(0.5, div(atan(level), Math.PI)))
  const moved = mul(where(isFar, inDtypeOf(share, not(isInOrder)), share), sub(upper, lower))
  return [add(lower, moved), sub(upper, moved)]
}
