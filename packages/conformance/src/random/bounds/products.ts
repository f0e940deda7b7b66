import type { DType } from "@gradual/core"
import { budgetsOf } from "../../budgets.ts"
import { largest } from "../../numbers.ts"
import { anything, type Bound, hull, isKnown, mayBeNumber, onlyNaN, point } from "./bounds.ts"
import type { Context } from "./context.ts"
import { corners, zerosIn } from "./corners.ts"
import { exactly, settle } from "./settle.ts"
import { wrapped } from "./sums.ts"

/** The true product of two values; of integers, as int32 holds it. */
export function times(dtype: DType, a: Bound, b: Bound): Bound {
  if (dtype === "int32" && isKnown(a) && isKnown(b)) return point(Math.imul(a.lo, b.lo))
  const product = hull(corners([a, b], [zerosIn(a), zerosIn(b)]).map(([x, y]) => (x as number) * (y as number)))
  return dtype === "int32" ? wrapped(product) : product
}

/** What a backend may return for a product of factors, multiplied in any order. */
export function productOf({ claims }: Context, dtype: DType, factors: readonly Bound[]): Bound {
  const product = factors.reduce((so, factor) => times(dtype, so, factor), point(1))
  if (dtype === "int32" || factors.length === 0) return product
  if (factors.length === 1) return settle(product, dtype, claims, { budget: exactly, signedZero: false })
  if (!factors.every(mayBeNumber)) return onlyNaN()
  // on the way, some of the factors may overflow, or underflow and lose their digits
  const [least, most] = [2 ** -126, largest(dtype)]
  const grown = factors.reduce((so, { lo, hi }) => so * Math.max(1, Math.abs(lo), Math.abs(hi)), 1)
  const shrunk = factors.reduce(
    (so, { lo, hi }) =>
      so * Math.min(1, lo * hi > 0 ? Math.min(Math.abs(lo), Math.abs(hi)) : lo === 0 && hi === 0 ? 1 : 0),
    1,
  )
  if (grown >= most) return anything(dtype)
  if (shrunk < least) return { lo: -grown, hi: grown, nan: product.nan }
  const mag = Math.max(Math.abs(product.lo), Math.abs(product.hi))
  return settle(product, dtype, claims, {
    budget: budgetsOf("prod", claims.accuracy).output,
    terms: { mag, roundings: factors.length - 1 },
    signedZero: false,
  })
}
