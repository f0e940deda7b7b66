import {
  abs,
  add,
  atan,
  broadcastShapes,
  broadcastTo,
  concat,
  div,
  eq,
  expandDims,
  gt,
  maximum,
  minimum,
  mul,
  reshape,
  type Shape,
  slice,
  stopGradient,
  sub,
  type Tensor,
  where,
} from "@gradual/core"
import { isInfinite, scaled } from "./distances.ts"

// A network's state has a position per row along axis −2, and columns that are exchanged together along axis −1.

/** Neighbours: the lower position of each pair, and the upper, in shapes […, pairs, 1, columns]. */
export type Pairs = readonly [lower: Tensor, upper: Tensor]

/** Rows of values as a state that a network by `p` (for matrices) can change in place. An infinite value has no gradient. */
export function stateOf(op: string, rows: Tensor, p: Tensor): Tensor {
  const shape = broadcastShapes(op, [rows.shape, p.shape.slice(0, -1)])
  return expandDims(broadcastTo(where(isInfinite(rows), stopGradient(rows), rows), { shape }), { axis: -1 })
}

/** Runs the odd-even transposition network: n layers of neighbours, from the first and from the second position in turns. */
export function oddEvenLayers(n: number, layer: (from: number) => void): void {
  for (let i = 0; i < n; i++) if (n - (i % 2) > 1) layer(i % 2)
}

/** The pairs of neighbours from a position on. */
export function pairsFrom(state: Tensor, from: number): Pairs {
  const [n, columns] = state.shape.slice(-2) as [number, number]
  const pairs = Math.floor((n - from) / 2)
  const inner = slice(state, along(state.shape, -2, from, from + 2 * pairs))
  const paired = reshape(inner, { shape: [...state.shape.slice(0, -2), pairs, 2, columns] })
  const side = (at: number) => slice(paired, along(paired.shape, -2, at, at + 1))
  return [side(0), side(1)]
}

/** The state with pairs from a position on put back. */
export function withPairs(state: Tensor, from: number, pairs: Pairs): Tensor {
  const n = state.shape.at(-2) as number
  const joined = concat(pairs, { axis: -2 })
  const [count, columns] = [joined.shape.at(-3) as number, joined.shape.at(-1) as number]
  const inner = reshape(joined, { shape: [...joined.shape.slice(0, -3), 2 * count, columns] })
  const outer = (start: number, end: number) => slice(state, along(state.shape, -2, start, end))
  const all = [outer(0, from), inner, outer(from + 2 * count, n)]
  return concat(
    all.filter(({ shape }) => shape.at(-2) !== 0),
    { axis: -2 },
  )
}

function along(shape: Shape, axis: number, start: number, end: number) {
  const at = shape.length + axis
  return {
    start: shape.map((_, i) => (i === at ? start : 0)),
    end: shape.map((length, i) => (i === at ? end : length)),
  }
}

/** The soft minimum and maximum of pairs of values. Each takes of the other `leak`, so their sum stays. */
export function compared([lower, upper]: Pairs, p: Tensor): Pairs {
  const leak = leakOf(lower, upper, p)
  return [add(minimum(lower, upper), leak), sub(maximum(lower, upper), leak)]
}

/** `δ·(½ − atan(p·δ)/π)` with δ the distance: what the soft minimum is above the minimum. */
function leakOf(lower: Tensor, upper: Tensor, p: Tensor): Tensor {
  const { difference, isFar } = differences(lower, upper)
  const { isSteep, level, inverse } = slopes(difference, p)
  const flat = sub(mul(abs(difference), 0.5), mul(difference, div(atan(level), Math.PI)))
  // where p·δ is large ½ − atan(p·δ)/π is a difference of near numbers: atan(1/(p·δ))/π is not
  return where(isFar, 0, where(isSteep, mul(difference, div(atan(inverse), Math.PI)), flat))
}

/** The share that each of a pair takes of the other: `½ − atan(p·(upper − lower))/π`. */
export function exchanges([lower, upper]: Pairs, p: Tensor): Tensor {
  const { difference, isFar } = differences(lower, upper)
  const { isSteep, level, inverse } = slopes(difference, p)
  const [rest, share] = [div(atan(inverse), Math.PI), sub(0.5, div(atan(level), Math.PI))]
  const steep = where(gt(difference, 0), rest, add(1, rest))
  const settled = where(gt(upper, lower), 0, 1)
  return where(isFar, settled, where(isSteep, steep, share))
}

/** Pairs whose rows are exchanged in such shares. */
export function exchanged([lower, upper]: Pairs, share: Tensor): Pairs {
  const moved = mul(share, sub(upper, lower))
  return [add(lower, moved), sub(upper, moved)]
}

function differences(lower: Tensor, upper: Tensor) {
  const apart = where(eq(lower, upper), 0, sub(upper, lower))
  const isFar = isInfinite(apart)
  return { difference: where(isFar, 0, apart), isFar }
}

/** p·δ where it is at most 1, else 1/(p·δ): neither overflows. */
function slopes(difference: Tensor, p: Tensor) {
  const slope = scaled(difference, p)
  const isSteep = gt(abs(slope), 1)
  return { isSteep, level: where(isSteep, 0, slope), inverse: div(1, where(isSteep, slope, 1)) }
}
