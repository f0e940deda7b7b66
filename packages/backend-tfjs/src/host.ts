import { allocate, type Aval, type Data, type NoParams, type Shape, sizeOf, stridesOf } from "@gradual/core"
import type { Handle, Runtime } from "./runtime.ts"
import { collapse } from "./shapes.ts"

// Kernels of our own for runtimes whose numbers lie in the host's memory: a pass of JavaScript in float64, rounded once, in
// place. Where TensorFlow.js is wrong they are right, and where it compares or broadcasts an element at a time, faster.

/** What of the wasm backend its kernels are written with: tensors as views of its memory. */
interface Heap {
  makeOutput(shape: readonly number[], dtype: string): Handle
  typedArrayFromHeap(x: Handle): Data
}

/** Computes a tensor of a type by writing its numbers, given those of others. Views: they end with the call. */
export function compute(
  { tf, isWasm }: Runtime,
  inputs: readonly Handle[],
  { dtype, shape }: Aval,
  write: (to: Data, ...from: Data[]) => void,
): Handle {
  if (!isWasm) {
    const to = allocate(dtype, sizeOf(shape))
    write(to, ...inputs.map((x) => x.dataSync() as Data)) // cpu's own arrays
    return tf.tensor(to as Float32Array, [...shape], dtype as "float32")
  }
  const heap = tf.backend() as unknown as Heap
  // first what may move the memory: taking over inputs that lie with another backend, and making room
  for (const x of inputs) heap.typedArrayFromHeap(x)
  const y = tf.engine().makeTensorFromTensorInfo(heap.makeOutput(shape, dtype))
  write(heap.typedArrayFromHeap(y), ...inputs.map((x) => heap.typedArrayFromHeap(x)))
  return y
}

/** Looks at the numbers of a tensor without copying them, if it can be done in place. */
export function look<T>({ tf, isWasm }: Runtime, x: Handle, at: (numbers: Data) => T): T {
  return at(isWasm ? (tf.backend() as unknown as Heap).typedArrayFromHeap(x) : (x.dataSync() as Data))
}

/** The kernel that applies a function to every element. */
export function mapOnHost(
  runtime: Runtime,
  f: (x: number) => number,
): (args: readonly [x: Handle], params: NoParams, out: Aval) => Handle {
  return (args, _, out) =>
    compute(runtime, args, out, (to, from) => {
      for (let k = 0; k < to.length; k++) to[k] = f(from![k]!)
    })
}

/** A run of a binary loop: `out[o + k] = f(a[i + k·p], b[j + k·q])` for k below n. Steps are added: cheaper than k·p. */
export type Run = (
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

/**
 * The kernel of a binary loop, broadcasting. Every op has a loop of its own: the engine compiles each for the arrays that it
 * meets, where one loop that calls a function would run several times slower.
 */
export function zipOnHost(
  runtime: Runtime,
  run: Run,
): (args: readonly [a: Handle, b: Handle], params: NoParams, out: Aval) => Handle {
  return ([a, b], _, out) =>
    compute(runtime, [a, b], out, (to, x, y) =>
      forEachRun(out.shape, [a.shape, b.shape], (n, o, [i, j], [p, q]) => run(to, x!, y!, n, o, i!, p!, j!, q!)),
    )
}

/**
 * Walks operands that broadcast to a shape, a run at a time: the length of the run, its place in the result, and for each
 * operand the run's place and its step, 0 where it is repeated.
 */
export function forEachRun(
  shape: Shape,
  operands: readonly Shape[],
  visit: (n: number, o: number, at: readonly number[], step: readonly number[]) => void,
): void {
  const joined = collapse(shape, operands)
  const strides = joined.operands.map((lengths) =>
    stridesOf(lengths).map((stride, axis) => (lengths[axis] === 1 ? 0 : stride)),
  )
  const last = joined.shape.length - 1
  const n = joined.shape[last] ?? 1
  const step = strides.map((own) => own[last] ?? 0)
  const at = strides.map(() => 0)
  let o = 0
  const walk = (axis: number): void => {
    if (axis >= last) {
      visit(n, o, at, step)
      o += n
      return
    }
    const length = joined.shape[axis]!
    for (let k = 0; k < length; k++) {
      walk(axis + 1)
      for (let x = 0; x < at.length; x++) at[x]! += strides[x]![axis]!
    }
    for (let x = 0; x < at.length; x++) at[x]! -= strides[x]![axis]! * length
  }
  walk(0)
}

/** Copies a run of an operand, or repeats its one number. */
export function copyRun(out: Data, x: Data, n: number, o: number, i: number, step: number): void {
  if (step === 0) out.fill(x[i]!, o, o + n)
  else out.set(x.subarray(i, i + n), o)
}
