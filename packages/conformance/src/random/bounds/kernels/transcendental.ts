import * as core from "@gradual/core"
import type { TranscendentalKernels } from "@gradual/core"
import type { Bound, Bounds } from "../bounds.ts"
import type { Context } from "../context.ts"
import { type Critical, within, zerosIn } from "../corners.ts"
import { elementwise } from "../elementwise.ts"

export function transcendental(context: Context): TranscendentalKernels<Bounds> {
  const zero: Critical = ([x]) => [zerosIn(x as Bound)]
  const kernels: TranscendentalKernels<Bounds> = {
    exp: elementwise(context, "exp", core.exp),
    expm1: elementwise(context, "expm1", core.expm1),
    log: elementwise(context, "log", core.log, { critical: zero }),
    log1p: elementwise(context, "log1p", core.log1p, { critical: ([x]) => [within(x as Bound, [-1])] }),
    sqrt: elementwise(context, "sqrt", core.sqrt, { critical: zero }),
    sin: elementwise(context, "sin", core.sin, { critical: turns }),
    cos: elementwise(context, "cos", core.cos, { critical: turns }),
    atan: elementwise(context, "atan", core.atan),
    tanh: elementwise(context, "tanh", core.tanh),
    logistic: elementwise(context, "logistic", core.logistic),
    erf: elementwise(context, "erf", core.erf),
    pow: elementwise(context, "pow", core.pow, { critical: ofPower, signedZero: false }),
  }
  return kernels
}

/** Where sine or cosine turn: multiples of π/2, of which four tell all. */
const turns: Critical = ([x]) => {
  const { lo, hi } = x as Bound
  if (lo >= hi) return []
  const quarter = Math.PI / 2
  if (!(hi - lo < 2 * Math.PI)) return [[0, quarter, 2 * quarter, 3 * quarter]]
  const [first, last] = [Math.ceil(lo / quarter), Math.floor(hi / quarter)]
  return [Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * quarter)]
}

/**
 * A power of bases from 0 up is monotone on either side of base 1 and exponent 0; one of negative bases is a number only for
 * whole exponents, between which it jumps.
 */
const ofPower: Critical = ([base, exponent]) => {
  const [x, p] = [base as Bound, exponent as Bound]
  if (x === p && x.lo !== x.hi) return undefined // xˣ has an extreme of its own
  if (x.lo < 0 && p.lo < p.hi && Math.ceil(p.lo) <= p.hi) return undefined
  return [[...zerosIn(x), ...within(x, [-1, 1])], zerosIn(p)]
}
