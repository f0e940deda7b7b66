import type { NDArray, TranscendentalKernels } from "@gradual/core"
import type { Place } from "../arena.ts"
import { map, zip } from "../elementwise.ts"
import { erf, exp, expm1, log, log1p, logistic, pow, tanh } from "../math/index.ts"

// Computed in float64 within 1 ulp (see math/), then rounded to the dtype as it is stored.
export const transcendental: TranscendentalKernels<NDArray, Place> = {
  exp: map(exp),
  expm1: map(expm1),
  log: map(log),
  log1p: map(log1p),
  sqrt: map(Math.sqrt),
  sin: map(Math.sin),
  cos: map(Math.cos),
  atan: map(Math.atan),
  tanh: map(tanh),
  logistic: map(logistic),
  erf: map(erf),
  pow: zip((out, a, b, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) out[o + k] = pow(a[i]!, b[j]!)
  }),
}
