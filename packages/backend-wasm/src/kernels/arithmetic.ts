import { compare, each, type Lanes, named, select, splat } from "../emit/lanes.ts"
import type { LoopKernel } from "./kernel.ts"

/** The instruction of that name on every lane; that of integers may have another. */
function direct(floating: string, integer: string = floating): LoopKernel {
  return (code, args) => {
    const { dtype } = args[0] as Lanes
    return each(code, named(dtype, dtype === "int32" ? integer : floating), dtype, ...args)
  }
}

/**
 * The larger or the smaller. The instructions that keep NaN and the order of zeros are slow; those that do not take the second
 * operand only where it is beyond the first: with a number known for it, NaN stays, and zeros matter only beside zero.
 */
function extreme(name: "max" | "min"): LoopKernel {
  const exact = direct(name, `${name}_s`)
  return (code, args, params, out) => {
    const [number] = args.filter(({ known }) => known !== undefined && !Number.isNaN(known))
    const [x] = args.filter((one) => one !== number)
    if (out.dtype === "int32" || number === undefined || x === undefined) return exact(code, args, params, out)
    const taken = each(code, named(out.dtype, `p${name}`), out.dtype, x, number)
    if (number.known !== 0) return taken
    if (name === "min" || Object.is(number.known, -0)) return exact(code, args, params, out)
    return each(code, named(out.dtype, "add"), out.dtype, taken, number) // −0 becomes 0
  }
}

/** −1, 0 or 1; NaN and the sign of zero stay. */
const sign: LoopKernel = (code, [x]) => {
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
  maximum: extreme("max"),
  minimum: extreme("min"),
  floor: direct("floor"),
  ceil: direct("ceil"),
  round: direct("nearest"),
}
