import { div, eq, sort, sum, type Tensor, tensor, where, withGradient } from "@gradual/core"
import { first, second } from "./pairs.ts"

/** Values in ascending order. Equal ones may stand in any order, so they share equally what flows back to their places. */
export function sharedSort(values: Tensor, axis: number): Tensor {
  const sorted = withGradient(
    (x: Tensor) => sort(x, { axis }),
    (dy, y, [x]) => {
      const isOf = eq(first(x, axis), second(y, axis))
      const places = sum(where(isOf, tensor(1, x.dtype), 0), { axis })
      return [div(sum(where(isOf, second(dy, axis), 0), { axis }), places)]
    },
  )
  return sorted(values)
}
