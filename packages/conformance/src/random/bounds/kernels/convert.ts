import { cast, type ConvertKernels, dtypes, type DType } from "@gradual/core"
import type { Bounds } from "../bounds.ts"
import type { Context } from "../context.ts"
import { type Critical, zerosIn } from "../corners.ts"
import { elementwise, type Kernel } from "../elementwise.ts"

export function convert(context: Context): ConvertKernels<Bounds> {
  const critical: Critical = (args) => args.map(zerosIn) // where bool jumps
  const to = (dtype: DType) => elementwise(context, "cast", (x) => cast(x, { dtype }), { critical })
  const casts = new Map<DType, Kernel>(dtypes.map((dtype) => [dtype, to(dtype)]))
  return { cast: (args, params, out) => (casts.get(params.dtype) as Kernel)(args, params, out) }
}
