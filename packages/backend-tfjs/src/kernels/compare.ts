import type { Aval, CompareKernels, Data } from "@gradual/core"
import { broadcast, map, select, stretch, zip } from "../elementwise.ts"
import { compute, copyRun, forEachRun, mapOnHost, zipOnHost } from "../host.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"

type Kernels = CompareKernels<Handle>

export const compare: Family<Kernels> = (runtime) => (runtime.onHost ? onHost(runtime) : native(runtime))

const native: Family<Kernels> = (runtime) => {
  const { tf } = runtime
  return {
    eq: zip(runtime, tf.equal),
    ne: zip(runtime, tf.notEqual),
    lt: zip(runtime, tf.less),
    le: zip(runtime, tf.lessEqual),
    gt: zip(runtime, tf.greater),
    ge: zip(runtime, tf.greaterEqual),
    and: zip(runtime, tf.logicalAnd),
    or: zip(runtime, tf.logicalOr),
    not: map(runtime, tf.logicalNot),
    where: (args, _, out) =>
      broadcast(tf, args, out.shape, (operands, shape) => {
        const [condition, a, b] = operands.map((operand) => stretch(runtime, operand, shape))
        return select(tf, condition!, a!, b!)
      }),
  }
}

// wasm's comparisons take fifty times as long as its sums, and its selection of bool writes past the end of its result
const onHost: Family<Kernels> = (runtime) => ({
  eq: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i] === b[j] ? 1 : 0
  }),
  ne: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i] !== b[j] ? 1 : 0
  }),
  lt: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! < b[j]! ? 1 : 0
  }),
  le: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! <= b[j]! ? 1 : 0
  }),
  gt: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! > b[j]! ? 1 : 0
  }),
  ge: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! >= b[j]! ? 1 : 0
  }),
  and: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! & b[j]!
  }),
  or: zipOnHost(runtime, (out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! | b[j]!
  }),
  not: mapOnHost(runtime, (x) => 1 - x),
  where: ([condition, a, b], _, out) => selectOnHost(runtime, condition, a, b, out),
})

function selectOnHost(runtime: Runtime, condition: Handle, a: Handle, b: Handle, out: Aval): Handle {
  return compute(runtime, [condition, a, b], out, (to, c, x, y) =>
    forEachRun(out.shape, [condition.shape, a.shape, b.shape], (n, o, [h, i, j], [r, p, q]) => {
      // most conditions are all but constant: what the first one takes is copied, and the others written over it
      if (c![h!] !== 0) {
        copyRun(to, x!, n, o, i!, p!)
        overwriteRun(to, c!, 0, y!, n, o, h!, r!, j!, q!)
      } else {
        copyRun(to, y!, n, o, j!, q!)
        overwriteRun(to, c!, 1, x!, n, o, h!, r!, i!, p!)
      }
    }),
  )
}

/** Where a condition is `when`. */
function overwriteRun(
  out: Data,
  condition: Data,
  when: number,
  x: Data,
  n: number,
  o: number,
  h: number,
  r: number,
  i: number,
  p: number,
): void {
  if (r > 0) for (let k = 0; k < n; k++, i += p) if (condition[h + k] === when) out[o + k] = x[i]!
}
