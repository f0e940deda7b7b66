import { cast, type ConvertKernels } from "@gradual/core"
import { any } from "../operands.ts"
import type { Steps } from "../step.ts"

export const convert: Steps<ConvertKernels<unknown>> = {
  cast: (draw) => [cast(any(draw), { dtype: draw.oneOf(draw.dtypes) })],
}
