import * as core from "@gradual/core"
import type { ArithmeticKernels } from "@gradual/core"
import { type Steps, ofOne, ofTwo } from "../step.ts"

export const arithmetic: Steps<ArithmeticKernels<unknown>> = {
  add: ofTwo(core.add),
  sub: ofTwo(core.sub),
  mul: ofTwo(core.mul),
  div: ofTwo(core.div),
  neg: ofOne(core.neg),
  abs: ofOne(core.abs),
  sign: ofOne(core.sign),
  maximum: ofTwo(core.maximum),
  minimum: ofTwo(core.minimum),
  floor: ofOne(core.floor),
  ceil: ofOne(core.ceil),
  round: ofOne(core.round),
}
