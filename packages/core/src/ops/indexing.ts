import { fail, show } from "../errors.ts"
import { declare, type OpFunction, operands } from "../op.ts"
import { normalizeAxis, type Shape } from "../shape.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"
import type { AxisParams } from "./blocks.ts"

type Indexed = readonly [x: Tensor, indices: Tensor]

/**
 * Picks along `axis` (default the last): `y[…, i, …] = x[…, indices[…, i, …], …]`. `indices` is int32, of the rank of `x`,
 * with the same lengths except along `axis`. Indices run from 0; one out of range is an `INDEX` error when the program
 * runs. Gradients are added up at the elements picked.
 *
 * @throws GradualError `DTYPE` for indices that are not int32, `SHAPE` when other lengths differ.
 * @example
 * ```ts
 * import { evaluate, takeAlongAxis } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), takeAlongAxis([10, 20, 30], [2, 0])).data) // 30, 10
 * ```
 */
export const takeAlongAxis: OpFunction<
  (x: TensorLike, indices: TensorLike, options?: { axis?: number }) => Tensor,
  Indexed,
  AxisParams
> = /* @__PURE__ */ declare(
  "takeAlongAxis",
  {
    type: ([x, indices]) => ({ dtype: x.dtype, shape: indices.shape }),
    along: ({ axis }) => [axis],
    vjp: (dy, _y, [x, indices], { axis }) => [
      scatterAddAlongAxis(dy, indices, { axis, size: x.shape[axis] as number }),
      null,
    ],
  },
  (make) =>
    (values, at, { axis = -1 } = {}) => {
      const [x, indices] = [tensor(values), asIndices("takeAlongAxis", at)]
      const along = normalizeAxis("takeAlongAxis", axis, x.shape.length)
      checkIndexed("takeAlongAxis", x.shape, indices.shape, along)
      return make([x, indices], { axis: along })
    },
)

/** Where to add, and how long the output is there. */
export interface ScatterParams extends AxisParams {
  /** Length of the output along the axis. */
  readonly size: number
}

/**
 * The adjoint of {@link takeAlongAxis}: zeros of length `size` along `axis` (default the last), to which each update is added
 * at its index, `y[…, indices[…, i, …], …] += updates[…, i, …]`. Each update takes the gradient from where it was added.
 *
 * @throws GradualError `DTYPE` for indices that are not int32, `SHAPE` when updates and indices differ in shape, `VALUE`
 * unless `size` is a non-negative integer.
 * @example
 * ```ts
 * import { evaluate, scatterAddAlongAxis } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), scatterAddAlongAxis([1, 2, 3], [0, 2, 0], { size: 3 })).data) // 4, 0, 2
 * ```
 */
export const scatterAddAlongAxis: OpFunction<
  (updates: TensorLike, indices: TensorLike, options: { axis?: number; size: number }) => Tensor,
  Indexed,
  ScatterParams
> = /* @__PURE__ */ declare(
  "scatterAddAlongAxis",
  {
    type: ([updates], { axis, size }) => ({
      dtype: updates.dtype,
      shape: updates.shape.map((length, i) => (i === axis ? size : length)),
    }),
    along: ({ axis }) => [axis],
    vjp: (dy, _y, [, indices], { axis }) => [takeAlongAxis(dy, indices, { axis }), null],
  },
  (make) =>
    (values, at, { axis = -1, size }) => {
      const [updates] = operands("scatterAddAlongAxis", "numeric", [values])
      const indices = asIndices("scatterAddAlongAxis", at)
      const along = normalizeAxis("scatterAddAlongAxis", axis, updates.shape.length)
      checkIndexed("scatterAddAlongAxis", updates.shape, indices.shape, along)
      if (updates.shape[along] !== indices.shape[along])
        throw fail(
          "SHAPE",
          "scatterAddAlongAxis",
          "updates and indices must have one shape",
          `${show(updates.shape)} and ${show(indices.shape)}`,
        )
      if (!Number.isInteger(size) || size < 0)
        throw fail("VALUE", "scatterAddAlongAxis", "size must be a non-negative integer", `size=${show(size)}`)
      return make([updates, indices], { axis: along, size })
    },
)

function asIndices(op: string, value: TensorLike): Tensor {
  const indices = tensor(value, "int32")
  if (indices.dtype !== "int32")
    throw fail("DTYPE", op, "indices must be int32", indices.dtype, 'Use cast(indices, { dtype: "int32" })')
  return indices
}

function checkIndexed(op: string, x: Shape, indices: Shape, axis: number): void {
  if (x.length !== indices.length || x.some((length, i) => i !== axis && length !== indices[i]))
    throw fail("SHAPE", op, `shapes must agree except along axis ${axis}`, `${show(x)} and indices ${show(indices)}`)
}
