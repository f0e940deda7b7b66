import type { ContractKernels, Shape } from "@gradual/core"
import type { Bound, Bounds } from "../bounds.ts"
import { type Context, groups } from "../context.ts"
import { times } from "../products.ts"
import { sumOf } from "../sums.ts"

export function contract(context: Context): ContractKernels<Bounds> {
  return {
    // all products side by side, [..., n, k, m], added over k
    matmul: ([a, b], _, out) => {
      const [k, m] = b.shape.slice(-2) as [number, number]
      const all: Shape = [...out.shape.slice(0, -1), k, m]
      const left = context.stretched([...a.shape, 1], all)
      const right = context.stretched([...b.shape.slice(0, -2), 1, k, m], all)
      const products = left.map((index, i) => times(out.dtype, a.at[index] as Bound, b.at[right[i] as number] as Bound))
      const sums = groups(context, all, [all.length - 2]).map((members) =>
        sumOf(
          context,
          "matmul",
          out.dtype,
          members.map((i) => products[i] as Bound),
          "products",
        ),
      )
      return { ...out, at: sums }
    },
  }
}
