import {
  type Binary,
  binary,
  declare,
  type NoParams,
  notDifferentiable,
  type OpFunction,
  operands,
  type Unary,
  unary,
} from "../op.ts"
import { broadcastShapes } from "../shape.ts"
import { type Tensor, type TensorLike, tensor } from "../tensor.ts"

const step = notDifferentiable("a comparison is piecewise constant")

/**
 * `a == b`, elementwise, as bool. IEEE: NaN equals nothing, −0 equals 0. No gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { eq, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), eq([1, 2], 2)).data) // 0, 1
 * ```
 */
export const eq: Binary = /* @__PURE__ */ binary("eq", "any", step, "bool")
/**
 * `a != b`, elementwise, as bool. True where either is NaN. No gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, ne } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), ne([1, 2], 2)).data) // 1, 0
 * ```
 */
export const ne: Binary = /* @__PURE__ */ binary("ne", "any", step, "bool")
/**
 * `a < b`, elementwise, as bool. False where either is NaN. No gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, lt } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), lt([1, 2], 2)).data) // 1, 0
 * ```
 */
export const lt: Binary = /* @__PURE__ */ binary("lt", "any", step, "bool")
/**
 * `a <= b`, elementwise, as bool. False where either is NaN. No gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, le } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), le([1, 2], 2)).data) // 1, 1
 * ```
 */
export const le: Binary = /* @__PURE__ */ binary("le", "any", step, "bool")
/**
 * `a > b`, elementwise, as bool. False where either is NaN. No gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, gt } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), gt([1, 2], 1)).data) // 0, 1
 * ```
 */
export const gt: Binary = /* @__PURE__ */ binary("gt", "any", step, "bool")
/**
 * `a >= b`, elementwise, as bool. False where either is NaN. No gradient.
 *
 * @throws GradualError `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, ge } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), ge([1, 2], 2)).data) // 0, 1
 * ```
 */
export const ge: Binary = /* @__PURE__ */ binary("ge", "any", step, "bool")

/**
 * Logical and of bool tensors, elementwise. No gradient.
 *
 * @throws GradualError `DTYPE` for operands that are not bool, `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { and, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), and([true, false], true)).data) // 1, 0
 * ```
 */
export const and: Binary = /* @__PURE__ */ binary("and", "bool", step, "bool")
/**
 * Logical or of bool tensors, elementwise. No gradient.
 *
 * @throws GradualError `DTYPE` for operands that are not bool, `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, or } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), or([true, false], false)).data) // 1, 0
 * ```
 */
export const or: Binary = /* @__PURE__ */ binary("or", "bool", step, "bool")
/**
 * Logical negation of a bool tensor, elementwise. No gradient.
 *
 * @throws GradualError `DTYPE` for an operand that is not bool.
 * @example
 * ```ts
 * import { evaluate, not } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), not([true, false])).data) // 0, 1
 * ```
 */
export const not: Unary = /* @__PURE__ */ unary("not", "bool", step, "bool")

type WhereArgs = readonly [condition: Tensor, a: Tensor, b: Tensor]

/**
 * `a` where `condition` holds, else `b`. It selects: what is not taken has no influence, be it NaN, and gets exactly
 * zero gradient.
 *
 * @throws GradualError `DTYPE` for a condition that is not bool, `SHAPE` when the shapes do not broadcast.
 * @example
 * ```ts
 * import { evaluate, where } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), where([true, false], [1, 2], 0)).data) // 1, 0
 * ```
 */
export const where: OpFunction<(condition: TensorLike, a: TensorLike, b: TensorLike) => Tensor, WhereArgs, NoParams> =
  /* @__PURE__ */ declare(
    "where",
    {
      type: ([condition, a, b]) => ({
        dtype: a.dtype,
        shape: broadcastShapes("where", [condition.shape, a.shape, b.shape]),
      }),
      elementwise: true,
      // d where(c, a, b) = where(c, da, db)
      vjp: (dy, _y, [condition]) => [null, where(condition, dy, 0), where(condition, 0, dy)],
    },
    (make) => (condition, a, b) => {
      const [left, right] = operands("where", "any", [a, b])
      return make([...operands("where", "bool", [tensor(condition)]), left, right], {})
    },
  )
