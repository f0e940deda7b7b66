import { cumsum, type ScanKernels } from "@gradual/core"
import { axisOf, number, withAxes } from "../operands.ts"
import type { Steps } from "../step.ts"

export const scan: Steps<ScanKernels<unknown>> = {
  cumsum: (draw) => {
    const x = withAxes(draw, number(draw), 1)
    return [cumsum(x, { axis: axisOf(draw, x), exclusive: draw.below(2) === 1, reverse: draw.below(2) === 1 })]
  },
}
