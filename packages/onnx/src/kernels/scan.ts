import type { ScanKernels } from "@gradual/core"
import type { Family } from "../family.ts"
import type { Value } from "../graph.ts"
import { widely } from "../math/precision.ts"

export const scan: Family<ScanKernels<Value>> = (o) => ({
  cumsum: ([x], { axis, ...how }) => widely(o, x, (wide) => o.cumSum(wide, axis, how)),
})
