import { declare, type OpFunction, operands } from "../op.ts"
import { normalizeAxis } from "../shape.ts"
import type { Tensor, TensorLike } from "../tensor.ts"
import type { ScanOptions } from "./products.ts"

type One = readonly [x: Tensor]
/** Which way a running sum goes along an axis counted from 0; `exclusive` leaves the element itself out. */
export interface ScanParams {
  readonly axis: number
  readonly exclusive: boolean
  readonly reverse: boolean
}

/**
 * Running sum along `axis` (default the last). Its gradient is the running sum from the other end.
 *
 * @throws GradualError `SHAPE` for an axis out of range.
 * @example
 * ```ts
 * import { cumsum, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), cumsum([1, 2, 3])).data) // 1, 3, 6
 * ```
 */
export const cumsum: OpFunction<(x: TensorLike, options?: ScanOptions) => Tensor, One, ScanParams> =
  /* @__PURE__ */ declare(
    "cumsum",
    {
      type: ([x]) => x,
      along: ({ axis }) => [axis],
      vjp: (dy, _y, _args, { axis, exclusive, reverse }) => [cumsum(dy, { axis, exclusive, reverse: !reverse })],
    },
    (make) =>
      (value, { axis = -1, exclusive = false, reverse = false } = {}) => {
        const [x] = operands("cumsum", "numeric", [value])
        return make([x], { axis: normalizeAxis("cumsum", axis, x.shape.length), exclusive, reverse })
      },
  )
