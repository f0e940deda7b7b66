import * as core from "@gradual/core"
import type { ArithmeticKernels } from "@gradual/core"
import type { Bound, Bounds } from "../bounds.ts"
import type { Context } from "../context.ts"
import { type Critical, zerosIn } from "../corners.ts"
import { alignedTo, elementwise, type Kernel } from "../elementwise.ts"

export function arithmetic(context: Context): ArithmeticKernels<Bounds> {
  const critical: Critical = (args) => args.map(zerosIn)
  return {
    add: elementwise(context, "add", core.add),
    sub: elementwise(context, "sub", core.sub),
    mul: elementwise(context, "mul", core.mul, { critical }),
    div: elementwise(context, "div", core.div, { critical }),
    neg: elementwise(context, "neg", core.neg),
    abs: elementwise(context, "abs", core.abs, { critical }),
    sign: elementwise(context, "sign", core.sign, { critical }),
    floor: elementwise(context, "floor", core.floor),
    ceil: elementwise(context, "ceil", core.ceil),
    round: elementwise(context, "round", core.round),
    maximum: choosing(
      context,
      (a, b) => a.lo > b.hi,
      elementwise(context, "maximum", core.maximum, { signedZero: false }),
    ),
    minimum: choosing(
      context,
      (a, b) => a.hi < b.lo,
      elementwise(context, "minimum", core.minimum, { signedZero: false }),
    ),
  }
}

/** Bounds through a choice between two values: the one that certainly wins, itself. */
function choosing(context: Context, beats: (a: Bound, b: Bound) => boolean, otherwise: Kernel): Kernel {
  const wins = (a: Bound, b: Bound): boolean => a === b || (!a.nan && !b.nan && beats(a, b))
  return (args, params, out) => {
    const { at } = otherwise(args, params, out)
    const pairs = alignedTo(context, args, out) as readonly (readonly [Bound, Bound])[]
    return { ...out, at: pairs.map(([a, b], k) => (wins(a, b) ? a : wins(b, a) ? b : (at[k] as Bound))) }
  }
}
