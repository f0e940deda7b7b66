import { type ContractKernels, isFloat, matmul, type Tensor, transpose } from "@gradual/core"
import { broadcasts, number, withAxes } from "../operands.ts"
import type { Steps } from "../step.ts"

export const contract: Steps<ContractKernels<unknown>> = {
  matmul: (draw) => {
    const a = withAxes(draw, number(draw), 2)
    const fits = (b: Tensor): boolean =>
      isFloat(a.dtype) === isFloat(b.dtype) &&
      b.shape.length >= 2 &&
      b.shape.at(-2) === a.shape.at(-1) &&
      broadcasts(a.shape.slice(0, -2), b.shape.slice(0, -2))
    const last = a.shape.length - 1
    const turned = () => transpose(a, { perm: a.shape.map((_, i) => (i < last - 1 ? i : 2 * last - 1 - i)) })
    return [matmul(a, draw.find(fits) ?? turned())]
  },
}
