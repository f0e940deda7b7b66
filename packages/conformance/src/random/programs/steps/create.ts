import { constant, type CreateKernels, iota } from "@gradual/core"
import { any } from "../operands.ts"
import type { Steps } from "../step.ts"

export const create: Steps<CreateKernels<unknown>> = {
  constant: (draw) => [constant(draw.oneOf([1, 0, -0.5, 2.5, [1, 2], [[1], [-1]], true]))],
  iota: (draw) => {
    const { shape } = any(draw)
    const dtype = draw.oneOf(draw.dtypes.filter((one) => one !== "bool"))
    return [shape.length === 0 ? iota({ shape: [2], dtype }) : iota({ shape, axis: draw.below(shape.length), dtype })]
  },
}
