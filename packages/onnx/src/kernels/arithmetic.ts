import type { ArithmeticKernels } from "@gradual/core"
import type { Value } from "../graph.ts"
import { type Family, map, zip } from "../family.ts"
import { round } from "../math/round.ts"

export const arithmetic: Family<ArithmeticKernels<Value>> = (o) => ({
  add: zip(o.add),
  sub: zip(o.sub),
  mul: zip(o.mul),
  div: zip(o.div),
  maximum: zip(o.max),
  minimum: zip(o.min),
  neg: map(o.neg),
  abs: map(o.abs),
  // Sign has no −0
  sign: map((x) => o.where(o.greater(x, 0), 1, o.where(o.less(x, 0), -1, x))),
  floor: map(o.floor),
  ceil: map(o.ceil),
  round: map((x) => round(o, x)),
})
