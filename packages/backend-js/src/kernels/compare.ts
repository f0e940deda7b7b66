import type { CompareKernels, Data, NDArray } from "@gradual/core"
import type { Place } from "../arena.ts"
import { map, zip } from "../elementwise.ts"
import { broadcastStrides, forEachRun } from "../loops.ts"

export const compare: CompareKernels<NDArray, Place> = {
  eq: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i] === b[j] ? 1 : 0
  }),
  ne: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i] !== b[j] ? 1 : 0
  }),
  lt: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! < b[j]! ? 1 : 0
  }),
  le: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! <= b[j]! ? 1 : 0
  }),
  gt: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! > b[j]! ? 1 : 0
  }),
  ge: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! >= b[j]! ? 1 : 0
  }),
  and: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! & b[j]!
  }),
  or: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! | b[j]!
  }),
  not: map((x) => 1 - x),
  where: ([condition, a, b], _, out) => {
    const y = out.make()
    const strides = [out.shape, condition.shape, a.shape, b.shape].map((shape) => broadcastStrides(shape, out.shape))
    forEachRun(out.shape, strides, (n, [o, c, i, j], [, r, p, q]) =>
      select(y.data, condition.data, a.data, b.data, n, o!, c!, r!, i!, p!, j!, q!),
    )
    return y
  },
}

function select(
  out: Data,
  c: Data,
  a: Data,
  b: Data,
  n: number,
  o: number,
  h: number,
  r: number,
  i: number,
  p: number,
  j: number,
  q: number,
): void {
  for (let k = 0; k < n; k++, h += r, i += p, j += q) out[o + k] = c[h] !== 0 ? a[i]! : b[j]!
}
