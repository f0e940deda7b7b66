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

/** `a == b`, elementwise. IEEE: NaN equals nothing, -0 equals 0. */
export const eq: Binary = /* @__PURE__ */ binary("eq", "any", step, "bool")
/** `a != b`, elementwise. True where either is NaN. */
export const ne: Binary = /* @__PURE__ */ binary("ne", "any", step, "bool")
/** `a < b`, elementwise. */
export const lt: Binary = /* @__PURE__ */ binary("lt", "any", step, "bool")
/** `a <= b`, elementwise. */
export const le: Binary = /* @__PURE__ */ binary("le", "any", step, "bool")
/** `a > b`, elementwise. */
export const gt: Binary = /* @__PURE__ */ binary("gt", "any", step, "bool")
/** `a >= b`, elementwise. */
export const ge: Binary = /* @__PURE__ */ binary("ge", "any", step, "bool")

/** Logical and of bool tensors. */
export const and: Binary = /* @__PURE__ */ binary("and", "bool", step, "bool")
/** Logical or of bool tensors. */
export const or: Binary = /* @__PURE__ */ binary("or", "bool", step, "bool")
/** Logical negation of a bool tensor. */
export const not: Unary = /* @__PURE__ */ unary("not", "bool", step, "bool")

type WhereArgs = readonly [condition: Tensor, a: Tensor, b: Tensor]

/**
 * `a` where `condition` holds, else `b`. It selects: what is not taken has no influence, be it NaN, and gets exactly
 * zero gradient.
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
