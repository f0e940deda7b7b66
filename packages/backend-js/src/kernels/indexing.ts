import { fail, type IndexingKernels, type NDArray } from "@gradual/core"
import type { Place } from "../arena.ts"
import { linesOf } from "../loops.ts"

/** Pairs every index with the elements it connects: `visit(place of the index, place of what it points at)`. */
function forEachIndex(
  op: string,
  indices: NDArray,
  axis: number,
  size: number,
  visit: (at: number, pointed: number) => void,
): void {
  const { lines, n, step, start } = linesOf(indices.shape, axis)
  const pointedShape = indices.shape.map((length, i) => (i === axis ? size : length))
  const pointed = linesOf(pointedShape, axis)
  for (let line = 0; line < lines; line++) {
    const [from, to] = [start(line), pointed.start(line)]
    for (let k = 0; k < n; k++) {
      const index = indices.data[from + k * step]!
      if (index < 0 || index >= size)
        throw fail("INDEX", op, `indices run from 0 to ${size - 1} along axis ${axis}`, `${index}`)
      visit(from + k * step, to + index * pointed.step)
    }
  }
}

export const indexing: IndexingKernels<NDArray, Place> = {
  takeAlongAxis: ([x, indices], { axis }, out) => {
    const y = out.make()
    forEachIndex("takeAlongAxis", indices, axis, x.shape[axis]!, (at, pointed) => {
      y.data[at] = x.data[pointed]!
    })
    return y
  },
  scatterAddAlongAxis: ([updates, indices], { axis, size }, out) => {
    const y = out.make()
    const totals = out.dtype === "float32" ? new Float64Array(y.data.length) : y.data.fill(0)
    forEachIndex("scatterAddAlongAxis", indices, axis, size, (at, pointed) => {
      totals[pointed] = totals[pointed]! + updates.data[at]!
    })
    y.data.set(totals)
    return y
  },
}
