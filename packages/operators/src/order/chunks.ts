import { broadcastShapes, fail, show, sizeOf, type Tensor } from "@gradual/core"

/** Options of what compares every entry of a row with every other. */
export interface ChunkOptions {
  /**
   * How many positions of a row are computed at a time, where a backend does not take a row at a time anyway: its arrays then are of
   * `rows · chunk · n` numbers, not of n² per row. Default as many as make 16 million numbers.
   */
  readonly chunk?: number
}

const manyNumbers = 2 ** 24

/** Where a part of the positions of a row starts (inclusive) and ends (exclusive). */
export type Span = readonly [start: number, end: number]

/** Positions from `from` to `to` in chunks, of rows that are compared by `p`. */
export function spans(op: string, rows: Tensor, p: Tensor, chunk: number | undefined, [from, to]: Span): Span[] {
  const perPosition = sizeOf(broadcastShapes(op, [rows.shape, p.shape.slice(0, -1)]))
  const step = chunk ?? Math.max(1, Math.floor(manyNumbers / Math.max(1, perPosition)))
  if (!Number.isInteger(step) || step < 1)
    throw fail("VALUE", op, "chunk must be a positive integer", `chunk=${show(chunk)}`)
  const count = Math.max(1, Math.ceil((to - from) / step))
  return Array.from({ length: count }, (_, i) => [from + i * step, Math.min(to, from + (i + 1) * step)])
}
