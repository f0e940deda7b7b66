import type { ContractKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import type { Value } from "../graph.ts"

export const contract: Family<ContractKernels<Value>> = (o) => ({
  matmul: ([a, b], _, out) => o.matMul(a, b, out.shape),
})
