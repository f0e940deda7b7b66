import * as core from "@gradual/core"
import type { CompareKernels } from "@gradual/core"
import { type Bound, type Bounds, join } from "../bounds.ts"
import type { Context } from "../context.ts"
import type { Critical } from "../corners.ts"
import { alignedTo, elementwise } from "../elementwise.ts"

export function compare(context: Context): CompareKernels<Bounds> {
  return {
    eq: elementwise(context, "eq", core.eq, { critical: meeting }),
    ne: elementwise(context, "ne", core.ne, { critical: meeting }),
    lt: elementwise(context, "lt", core.lt),
    le: elementwise(context, "le", core.le),
    gt: elementwise(context, "gt", core.gt),
    ge: elementwise(context, "ge", core.ge),
    and: elementwise(context, "and", core.and),
    or: elementwise(context, "or", core.or),
    not: elementwise(context, "not", core.not),
    where: (args, _, out) => ({ ...out, at: alignedTo(context, args, out).map(select) }),
  }
}

/** A point that two bounds share: there, and nowhere else between their ends, two values may be equal. */
const meeting: Critical = ([a, b]) => {
  const [x, y] = [a as Bound, b as Bound]
  const lowest = Math.max(x.lo, y.lo)
  const shared = lowest <= Math.min(x.hi, y.hi) ? [lowest] : []
  return [shared, shared]
}

/** The value that the condition selects, itself; either where the condition may be both. */
function select(args: readonly Bound[]): Bound {
  const [condition, a, b] = args as readonly [Bound, Bound, Bound]
  if (condition.lo > 0) return a
  return condition.hi < 1 ? b : join([a, b])
}
