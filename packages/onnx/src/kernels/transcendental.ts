import type { TranscendentalKernels } from "@gradual/core"
import { type Family, map, zip } from "../family.ts"
import type { Value } from "../graph.ts"
import { atan } from "../math/atan.ts"
import { erf } from "../math/erf.ts"
import { expm1 } from "../math/exp.ts"
import { log, log1p } from "../math/log.ts"
import { pow } from "../math/pow.ts"
import { logistic, tanh } from "../math/sigmoid.ts"

export const transcendental: Family<TranscendentalKernels<Value>> = (o) => ({
  exp: map(o.exp),
  expm1: map((x) => expm1(o, x)),
  log: map((x) => log(o, x)),
  log1p: map((x) => log1p(o, x)),
  sqrt: map(o.sqrt),
  sin: map(o.sin),
  cos: map(o.cos),
  atan: map((x) => atan(o, x)),
  tanh: map((x) => tanh(o, x)),
  logistic: map((x) => logistic(o, x)),
  erf: map((x) => erf(o, x)),
  pow: zip((x, p) => pow(o, x, p)),
})
