import { compare, each, type Lanes, named, select, splat } from "../emit/lanes.ts"
import type { LoopKernel } from "./kernel.ts"

/** The instruction of that name on every lane; that of integers may have another. */
function direct(floating: string, integer: string = floating): LoopKernel {
  return ({ code }, args) => {
    const { dtype } = args[0] as Lanes
    return each(code, named(dtype, dtype === "int32" ? integer : floating), dtype, ...args)
  }
}

/** −1, 0 or 1; NaN and the sign of zero stay. */
const sign: LoopKernel = ({ code }, [x]) => {
  const { dtype } = x!
  const [zero, one, minusOne] = [0, 1, -1].map((value) => splat(code, dtype, value)) as [Lanes, Lanes, Lanes]
  const [less, greater] = dtype === "int32" ? ["lt_s", "gt_s"] : ["lt", "gt"]
  const upper = select(code, compare(code, greater!, x!, zero), one, x!)
  return select(code, compare(code, less!, x!, zero), minusOne, upper)
}

export const arithmetic: Readonly<Record<string, LoopKernel>> = {
  add: direct("add"),
  sub: direct("sub"),
  mul: direct("mul"),
  div: direct("div"),
  neg: direct("neg"),
  abs: direct("abs"),
  sign,
  maximum: direct("max", "max_s"),
  minimum: direct("min", "min_s"),
  floor: direct("floor"),
  ceil: direct("ceil"),
  round: direct("nearest"),
}
