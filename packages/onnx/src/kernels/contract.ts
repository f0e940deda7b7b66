import type { ContractKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import type { Value } from "../graph.ts"

export const contract: Family<ContractKernels<Value>> = (o) => ({
  // WebGPU's MatMul cannot bind what is empty
  matmul: ([a, b], _, out) =>
    a.shape.at(-1) === 0 ? o.expand(o.scalar(0, out.dtype), out.shape) : o.matMul(a, b, out.shape),
})
