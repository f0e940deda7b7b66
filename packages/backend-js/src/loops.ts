import { type Data, type NDArray, type Shape, sizeOf, stridesOf } from "@gradual/core"
import type { Place } from "./arena.ts"

/** Steps through `x` for each axis of `shape`, to which it broadcasts: 0 along stretched axes. */
export function broadcastStrides(x: Shape, shape: Shape): readonly number[] {
  const strides = stridesOf(x)
  const missing = shape.length - x.length
  return shape.map((_, axis) => (axis < missing || x[axis - missing] === 1 ? 0 : (strides[axis - missing] as number)))
}

/**
 * Walks several arrays together over `shape`, a run at a time: `visit(n, at, step)` is called with the length of the run,
 * and for each array its offset and its step along the run. Neighbouring axes over which all arrays run on are joined
 * first, so arrays of one shape make a single run.
 */
export function forEachRun(
  shape: Shape,
  strides: readonly (readonly number[])[],
  visit: (n: number, at: readonly number[], step: readonly number[]) => void,
): void {
  if (shape.includes(0)) return
  const { lengths, steps } = joinAxes(shape, strides)
  const n = lengths.pop() ?? 1
  const at = strides.map(() => 0)
  const step = steps.pop() ?? strides.map(() => 0)
  const index = lengths.map(() => 0)
  for (;;) {
    visit(n, at, step)
    let axis = lengths.length - 1
    for (; axis >= 0; axis--) {
      const length = lengths[axis] as number
      index[axis] = (index[axis] as number) + 1
      const turned = index[axis] === length
      for (let k = 0; k < at.length; k++) {
        const stride = (steps[axis] as number[])[k] as number
        at[k] = (at[k] as number) + (turned ? stride * (1 - length) : stride)
      }
      if (!turned) break
      index[axis] = 0
    }
    if (axis < 0) return
  }
}

/** The lengths of a walk's axes and the steps of all arrays along each: those that run on are joined, of length 1 left out. */
export function joinAxes(
  shape: Shape,
  strides: readonly (readonly number[])[],
): { lengths: number[]; steps: number[][] } {
  const lengths: number[] = []
  const steps: number[][] = []
  for (const [axis, length] of shape.entries()) {
    if (length === 1) continue
    const own = strides.map((each) => each[axis] as number)
    const joins = steps.at(-1)?.every((step, k) => step === (own[k] as number) * length)
    if (joins) steps.pop()
    lengths.push(joins ? (lengths.pop() as number) * length : length)
    steps.push(own)
  }
  return { lengths, steps }
}

/** Copies a strided walk through `x`, starting at `from`, into consecutive elements of a new array. */
export function gather(x: NDArray, out: Place, strides: readonly number[], from = 0): NDArray {
  const y = out.make()
  forEachRun(out.shape, [stridesOf(out.shape), strides], (n, [o, i], [, step]) =>
    copy(y.data, x.data, n, o as number, from + (i as number), step as number),
  )
  return y
}

/** Copies a walk through consecutive elements of `x` to strided places of `y`, starting at `to`. */
export function scatter(x: NDArray, y: NDArray, strides: readonly number[], to = 0): void {
  forEachRun(x.shape, [stridesOf(x.shape), strides], (n, [i, o], [, step]) => {
    for (let k = 0; k < n; k++) y.data[to + (o as number) + k * (step as number)] = x.data[(i as number) + k] as number
  })
}

function copy(out: Data, x: Data, n: number, o: number, i: number, step: number): void {
  if (step === 1) out.set(x.subarray(i, i + n), o)
  else if (step === 0) out.fill(x[i] as number, o, o + n)
  else for (let k = 0; k < n; k++) out[o + k] = x[i + k * step] as number
}

/** The array as lines along `axis`: elements of a line are `step` apart, line `l` starts at `start(l)`. */
export function linesOf(
  shape: Shape,
  axis: number,
): { lines: number; n: number; step: number; start: (line: number) => number } {
  const n = shape[axis] as number
  const step = sizeOf(shape.slice(axis + 1))
  const lines = sizeOf(shape.slice(0, axis)) * step
  return { lines, n, step, start: (line) => Math.floor(line / step) * step * n + (line % step) }
}
