import * as core from "@gradual/core"
import type { CompareKernels, Tensor } from "@gradual/core"
import { any, beside, bool, broadcasts } from "../operands.ts"
import { type Step, type Steps, ofTwo } from "../step.ts"

export const compare: Steps<CompareKernels<unknown>> = {
  eq: ofTwo(core.eq),
  ne: ofTwo(core.ne),
  lt: ofTwo(core.lt),
  le: ofTwo(core.le),
  gt: ofTwo(core.gt),
  ge: ofTwo(core.ge),
  and: ofBools(core.and),
  or: ofBools(core.or),
  not: (draw) => [core.not(bool(draw))],
  where: (draw) => {
    const a = any(draw)
    const b = draw.below(4) === 3 ? draw.oneOf([0, 1, -2]) : beside(draw, a, ({ dtype }) => dtype === a.dtype)
    const shape = core.isTensor(b) ? core.broadcastShapes("where", [a.shape, b.shape]) : a.shape
    const condition = bool(draw, (c) => broadcasts(c.shape, shape))
    if (!broadcasts(condition.shape, shape)) return []
    return [draw.below(2) === 0 ? core.where(condition, a, b) : core.where(condition, b, a)]
  },
}

function ofBools(fn: (a: Tensor, b: Tensor) => Tensor): Step {
  return (draw) => {
    const a = bool(draw)
    return [
      fn(
        a,
        bool(draw, (b) => broadcasts(a.shape, b.shape)),
      ),
    ]
  }
}
