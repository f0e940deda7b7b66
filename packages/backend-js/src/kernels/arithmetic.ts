import type { ArithmeticKernels, NDArray } from "@gradual/core"
import type { Place } from "../arena.ts"
import { map, zip } from "../elementwise.ts"
import { roundHalfEven, sign } from "../math/index.ts"

const multiplyFloats = zip((out, a, b, n, o, i, p, j, q) => {
  for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! * b[j]!
})
const multiplyIntegers = zip((out, a, b, n, o, i, p, j, q) => {
  for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = Math.imul(a[i]!, b[j]!)
})

// Sums, products and quotients of two float32 are exact enough in float64 that rounding them once more is still correct
// rounding (Figueroa, 1995): storing the float64 result in a Float32Array is the IEEE float32 operation.
export const arithmetic: ArithmeticKernels<NDArray, Place> = {
  add: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! + b[j]!
  }),
  sub: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! - b[j]!
  }),
  mul: (args, params, out) => (out.dtype === "int32" ? multiplyIntegers : multiplyFloats)(args, params, out),
  div: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = a[i]! / b[j]!
  }),
  maximum: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = Math.max(a[i]!, b[j]!)
  }),
  minimum: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = Math.min(a[i]!, b[j]!)
  }),
  neg: map((x) => -x),
  abs: map(Math.abs),
  sign: map(sign),
  floor: map(Math.floor),
  ceil: map(Math.ceil),
  round: map(roundHalfEven),
}
