import { declare, notDifferentiable, type OpFunction, operands } from "../op.ts"
import { normalizeAxis } from "../shape.ts"
import type { Tensor, TensorLike } from "../tensor.ts"
import { scatterAddAlongAxis } from "./indexing.ts"

type One = readonly [x: Tensor]
/** The axis to sort along, counted from 0, and which way. */
export interface SortParams {
  readonly axis: number
  readonly descending: boolean
}
/** Sorting along one axis. */
export type Sort = OpFunction<
  (x: TensorLike, options?: { axis?: number; descending?: boolean }) => Tensor,
  One,
  SortParams
>

/**
 * Sorts along `axis` (default the last), stably in both directions. The order is total: NaN is greater than everything
 * (last ascending, first descending), −0 equals 0. The gradient is carried back to where each element came from.
 *
 * @throws GradualError `SHAPE` for an axis out of range.
 * @example
 * ```ts
 * import { evaluate, sort } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), sort([3, 1, 2], { descending: true })).data) // 3, 2, 1
 * ```
 */
export const sort: Sort = /* @__PURE__ */ declare(
  "sort",
  {
    type: ([x]) => x,
    along: ({ axis }) => [axis],
    vjp: (dy, _y, [x], { axis, descending }) => [
      scatterAddAlongAxis(dy, argsort(x, { axis, descending }), { axis, size: x.shape[axis] as number }),
    ],
  },
  front("sort"),
)

/**
 * The int32 indices that sort `x` along `axis`: see {@link sort}. No gradient.
 *
 * @throws GradualError `SHAPE` for an axis out of range.
 * @example
 * ```ts
 * import { argsort, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), argsort([3, 1, 2])).data) // 1, 2, 0
 * ```
 */
export const argsort: Sort = /* @__PURE__ */ declare(
  "argsort",
  {
    type: ([x]) => ({ dtype: "int32", shape: x.shape }),
    along: ({ axis }) => [axis],
    vjp: notDifferentiable("an index is piecewise constant"),
  },
  front("argsort"),
)

function front(name: string) {
  return (make: (inputs: One, params: SortParams) => Tensor) =>
    (value: TensorLike, { axis = -1, descending = false }: { axis?: number; descending?: boolean } = {}): Tensor => {
      const [x] = operands(name, "numeric", [value])
      return make([x], { axis: normalizeAxis(name, axis, x.shape.length), descending })
    }
}
