import { stridesOf } from "@gradual/core"
import type { Handle, Runtime } from "./runtime.ts"
import { around, count } from "./shapes.ts"

// Kernels for runtimes whose numbers lie in the host's memory, where their own are wrong: one pass of JavaScript in float64,
// rounded once, costs about as much as one of theirs.

type Numbers = Float32Array | Int32Array | Uint8Array

/** The numbers of a tensor: on cpu its own array, not to be written to. */
export function numbers(x: Handle): Numbers {
  return x.dataSync() as Numbers
}

/** A function of every element. */
export function mapOnHost({ tf }: Runtime, f: (x: number) => number): (args: readonly [x: Handle]) => Handle {
  return ([x]) => {
    const from = numbers(x)
    const to = new Float32Array(from.length)
    for (let k = 0; k < to.length; k++) to[k] = f(from[k]!)
    return tf.tensor(to, x.shape, "float32")
  }
}

/** Sums (or products) over some axes, which are removed. */
export function reduceOnHost({ tf }: Runtime, what: "sum" | "prod", x: Handle, axes: readonly number[]): Handle {
  const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
  const shape = kept.map((axis) => x.shape[axis]!)
  const [before, n, after] =
    axes.length === 1 ? around(x.shape, axes[0]!) : ([count(shape), x.size / count(shape), 1] as const)
  const from = numbers(axes.length === 1 ? x : tf.transpose(x, [...kept, ...axes]))
  const totals = what === "sum" ? sums(from, before, n, after) : products(from, before, n, after)
  return tf.tensor(Float32Array.from(totals), shape, "float32")
}

function sums(x: Numbers, before: number, n: number, after: number): Float64Array {
  const totals = new Float64Array(before * after)
  if (after === 1)
    for (let i = 0, at = 0; i < before; i++) {
      let total = 0
      for (let k = 0; k < n; k++) total += x[at++]!
      totals[i] = total
    }
  else
    for (let i = 0, at = 0; i < before; i++)
      for (let k = 0; k < n; k++) for (let j = 0; j < after; j++) totals[i * after + j]! += x[at++]!
  return totals
}

function products(x: Numbers, before: number, n: number, after: number): Float64Array {
  const totals = new Float64Array(before * after).fill(1)
  for (let i = 0, at = 0; i < before; i++)
    for (let k = 0; k < n; k++) for (let j = 0; j < after; j++) totals[i * after + j]! *= x[at++]!
  return totals
}

/** A tensor repeated along axes of length 1 and new leading ones until it has a shape. */
export function repeatOnHost({ tf }: Runtime, x: Handle, shape: readonly number[]): Handle {
  const from = numbers(x)
  const lengths = shape.map((_, axis) => x.shape[axis - shape.length + x.rank] ?? 1)
  const [steps, places] = [stridesOf(lengths), stridesOf(shape)]
  const to = from instanceof Float32Array ? new Float32Array(count(shape)) : new Int32Array(count(shape))
  const last = shape.length - 1
  const fill = (axis: number, i: number, o: number): void => {
    const [length, repeats] = [shape[axis]!, lengths[axis] === 1]
    if (axis < last)
      for (let k = 0; k < length; k++) fill(axis + 1, repeats ? i : i + k * steps[axis]!, o + k * places[axis]!)
    else if (repeats) to.fill(from[i]!, o, o + length)
    else to.set(from.subarray(i, i + length), o)
  }
  if (last < 0) to[0] = from[0]!
  else fill(0, 0, 0)
  return tf.tensor(x.dtype === "bool" ? Uint8Array.from(to) : to, [...shape], x.dtype)
}

/** Calls `visit(at, pointed)` for every index: its place among rows of `n`, and the place it names among rows of `size`. */
export function forEachIndex(
  indices: Numbers,
  [count, n]: readonly [count: number, n: number],
  size: number,
  visit: (at: number, pointed: number) => void,
): void {
  for (let i = 0, at = 0; i < count; i++) for (let k = 0; k < n; k++, at++) visit(at, i * size + indices[at]!)
}
