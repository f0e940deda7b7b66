import type { NDArray, OrderKernels, SortParams } from "@gradual/core"
import type { Place } from "../arena.ts"
import { linesOf } from "../loops.ts"

/** The total order of core: NaN is greater than everything, −0 equals 0. */
function compare(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
}

/** Calls `place(to, from)` with where each element goes and which one it is (its place along the line, and in the data). */
function sortLines(
  x: NDArray,
  { axis, descending }: SortParams,
  place: (to: number, from: number, at: number) => void,
): void {
  const { lines, n, step, start } = linesOf(x.shape, axis)
  const order = new Int32Array(n)
  const sign = descending ? -1 : 1
  for (let line = 0; line < lines; line++) {
    const at = start(line)
    for (let k = 0; k < n; k++) order[k] = k
    order.sort((i, j) => sign * compare(x.data[at + i * step]!, x.data[at + j * step]!) || i - j)
    for (let k = 0; k < n; k++) place(at + k * step, order[k]!, at + order[k]! * step)
  }
}

export const order: OrderKernels<NDArray, Place> = {
  sort: ([x], params, out) => {
    const y = out.make()
    sortLines(x, params, (to, _, at) => {
      y.data[to] = x.data[at]!
    })
    return y
  },
  argsort: ([x], params, out) => {
    const y = out.make()
    sortLines(x, params, (to, from) => {
      y.data[to] = from
    })
    return y
  },
}
