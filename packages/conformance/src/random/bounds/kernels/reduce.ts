import type { Aval, AxesParams, AxisParams, ReduceKernels } from "@gradual/core"
import { type Bound, type Bounds, hull } from "../bounds.ts"
import { type Context, groups } from "../context.ts"
import { candidates, oneOf, type Order } from "../order.ts"
import { productOf } from "../products.ts"
import { sumOf } from "../sums.ts"

type Line = readonly Bound[]

export function reduction(context: Context): ReduceKernels<Bounds> {
  const over = (combine: (line: Line, out: Aval) => Bound) => {
    return ([x]: readonly [Bounds], { axes }: AxesParams, out: Aval): Bounds => ({
      ...out,
      at: groups(context, x.shape, axes).map((members) =>
        combine(
          members.map((index) => x.at[index] as Bound),
          out,
        ),
      ),
    })
  }
  const firstIn = (order: Order, line: Line) => candidates(order, line)[0] as readonly [number, ...number[]]
  const extreme = (order: Order) => over((line) => oneOf(line, firstIn(order, line)))
  const indexOf = (order: Order) => {
    const find = over((line) => hull(firstIn(order, line)))
    return (args: readonly [Bounds], { axis }: AxisParams, out: Aval) => find(args, { axes: [axis] }, out)
  }
  return {
    sum: over((line, { dtype }) => sumOf(context, "sum", dtype, line, "numbers")),
    prod: over((line, { dtype }) => productOf(context, dtype, line)),
    max: extreme("descending"),
    min: extreme("least"),
    argmax: indexOf("descending"),
    argmin: indexOf("least"),
  }
}
