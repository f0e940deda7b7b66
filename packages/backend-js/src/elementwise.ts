import type { Data, NDArray, NoParams } from "@gradual/core"
import type { Place } from "./arena.ts"
import { broadcastStrides, forEachRun } from "./loops.ts"

// One function per op holds its own inner loop: the engine then compiles each for the arrays it meets.
// A loop shared by all ops through a callback runs several times slower.

type UnaryKernel = (args: readonly [x: NDArray], params: NoParams, out: Place) => NDArray
type BinaryKernel = (args: readonly [a: NDArray, b: NDArray], params: NoParams, out: Place) => NDArray

/** One run of a binary loop: `out[o + k] = f(a[i + k·p], b[j + k·q])` for k below n. Steps are added: cheaper than k·p. */
export type BinaryRun = (
  out: Data,
  a: Data,
  b: Data,
  n: number,
  o: number,
  i: number,
  p: number,
  j: number,
  q: number,
) => void

/** The kernel that applies a function to every element. Results are rounded to the dtype as they are stored. */
export function map(f: (x: number) => number): UnaryKernel {
  return ([x], _, out) => {
    const y = out.make()
    const [from, to] = [x.data, y.data]
    for (let k = 0; k < to.length; k++) to[k] = f(from[k] as number)
    return y
  }
}

/** The kernel of a binary loop, broadcasting. */
export function zip(run: BinaryRun): BinaryKernel {
  return ([a, b], _, out) => {
    const y = out.make()
    const strides = [out.shape, a.shape, b.shape].map((shape) => broadcastStrides(shape, out.shape))
    forEachRun(out.shape, strides, (n, [o, i, j], [, p, q]) =>
      run(y.data, a.data, b.data, n, o as number, i as number, p as number, j as number, q as number),
    )
    return y
  }
}
