import type { ShapeKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import type { Value } from "../graph.ts"

export const shape: Family<ShapeKernels<Value>> = (o) => ({
  reshape: ([x], { shape }) => o.reshape(x, shape),
  transpose: ([x], { perm }) => o.transpose(x, perm),
  broadcastTo: ([x], { shape }) => o.expand(x, shape),
})
