import type { DType } from "../dtype.ts"
import { fail, show } from "../errors.ts"
import { eq } from "../ops/compare.ts"
import { cast } from "../ops/convert.ts"
import { iota } from "../ops/create.ts"
import { broadcastTo, reshape } from "../ops/shape.ts"
import type { Shape } from "../shape.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

interface FillOptions {
  readonly shape: Shape
  /** Default float32. */
  readonly dtype?: DType
}

/**
 * A tensor of one value.
 *
 * @throws GradualError `SHAPE` for a bad shape.
 * @example
 * ```ts
 * import { evaluate, full } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), full({ shape: [2], value: 7 })).data) // 7, 7
 * ```
 */
export function full({ shape, value, dtype = "float32" }: FillOptions & { readonly value: number }): Tensor {
  return broadcastTo(tensor(value, dtype), { shape })
}

/**
 * A tensor of zeros.
 *
 * @throws GradualError `SHAPE` for a bad shape.
 * @example
 * ```ts
 * import { evaluate, zeros } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), zeros({ shape: [2] })).data) // 0, 0
 * ```
 */
export function zeros(options: FillOptions): Tensor {
  return full({ ...options, value: 0 })
}

/**
 * A tensor of ones.
 *
 * @throws GradualError `SHAPE` for a bad shape.
 * @example
 * ```ts
 * import { evaluate, ones } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), ones({ shape: [2] })).data) // 1, 1
 * ```
 */
export function ones(options: FillOptions): Tensor {
  return full({ ...options, value: 1 })
}

/**
 * 1 where the class is the index, else 0, along a new last axis of length `depth`. An index out of range gives zeros. No
 * gradient.
 *
 * @throws GradualError `VALUE` unless `depth` is a non-negative integer.
 * @example
 * ```ts
 * import { evaluate, oneHot } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), oneHot([2, 0], { depth: 3 })).data) // 0, 0, 1, 1, 0, 0
 * ```
 */
export function oneHot(
  indices: TensorLike,
  { depth, dtype = "float32" }: { readonly depth: number; readonly dtype?: DType },
): Tensor {
  if (!Number.isInteger(depth) || depth < 0)
    throw fail("VALUE", "oneHot", "depth must be a non-negative integer", `depth=${show(depth)}`)
  const index = tensor(indices, "int32")
  return cast(eq(expandDims(index, { axis: -1 }), iota({ shape: [depth] })), { dtype })
}

/**
 * Inserts an axis of length 1 so that it becomes axis `axis` of the result. The gradient loses the axis again.
 *
 * @throws GradualError `SHAPE` unless `axis` is one of the result.
 * @example
 * ```ts
 * import { expandDims } from "@gradual/core"
 * console.log(expandDims([1, 2, 3], { axis: 0 }).shape) // [1, 3]
 * ```
 */
export function expandDims(x: TensorLike, { axis }: { readonly axis: number }): Tensor {
  const input = tensor(x)
  const at = axis < 0 ? axis + input.shape.length + 1 : axis
  if (!Number.isInteger(at) || at < 0 || at > input.shape.length)
    throw fail(
      "SHAPE",
      "expandDims",
      `axis must lie within the ${input.shape.length + 1} axes of the result`,
      `axis=${show(axis)}`,
    )
  return reshape(input, { shape: [...input.shape.slice(0, at), 1, ...input.shape.slice(at)] })
}
