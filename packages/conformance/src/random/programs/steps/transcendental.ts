import * as core from "@gradual/core"
import type { Tensor, TranscendentalKernels } from "@gradual/core"
import type { Draw } from "../draw.ts"
import { beside, number } from "../operands.ts"
import { type Step, type Steps, ofOne } from "../step.ts"

export const transcendental: Steps<TranscendentalKernels<unknown>> = {
  exp: held(core.exp, moderate),
  expm1: held(core.expm1, moderate),
  log: held(core.log, positive),
  log1p: held(core.log1p, positive),
  sqrt: held(core.sqrt, positive),
  sin: ofOne(core.sin),
  cos: ofOne(core.cos),
  atan: ofOne(core.atan),
  tanh: ofOne(core.tanh),
  logistic: ofOne(core.logistic),
  erf: ofOne(core.erf),
  pow: (draw) => {
    const x = number(draw)
    const p = draw.below(3) === 2 ? draw.oneOf([2, 0.5, 3, -1, 1, 0, 3.3]) : moderate(draw, beside(draw, x))
    return [core.pow(positive(draw, x), p)]
  },
}

/** A function of what is mostly held inside its domain, lest programs drown in NaN and infinities. */
function held(fn: (x: Tensor) => Tensor, hold: (draw: Draw, x: Tensor) => Tensor): Step {
  return (draw) => [fn(hold(draw, number(draw)))]
}

function positive(draw: Draw, x: Tensor): Tensor {
  const kind = draw.below(4)
  if (kind === 0) return x
  return kind === 1 ? core.abs(x) : core.add(core.abs(x), 0.125)
}

function moderate(draw: Draw, x: Tensor): Tensor {
  const kind = draw.below(4)
  if (kind === 0) return x
  return kind === 1 ? core.clip(x, { min: -4, max: 4 }) : core.mul(4, core.tanh(x))
}
