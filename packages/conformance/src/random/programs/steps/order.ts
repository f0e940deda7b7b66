import { argsort, type OrderKernels, type Sort, sort } from "@gradual/core"
import { axisOf, number, withAxes } from "../operands.ts"
import type { Step, Steps } from "../step.ts"

export const order: Steps<OrderKernels<unknown>> = { sort: along(sort), argsort: along(argsort) }

function along(fn: Sort): Step {
  return (draw) => {
    const x = withAxes(draw, number(draw), 1)
    return [fn(x, { axis: axisOf(draw, x), descending: draw.below(2) === 1 })]
  }
}
