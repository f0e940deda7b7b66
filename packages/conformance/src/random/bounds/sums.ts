import type { DType } from "@gradual/core"
import { budgetsOf } from "../../budgets.ts"
import { anything, type Bound, isKnown, mayBeNumber, onlyNaN, point } from "./bounds.ts"
import type { Context } from "./context.ts"
import { exactly, settle } from "./settle.ts"

/** What terms are: numbers as they are, or products, each of which may have been rounded. */
export type Terms = "numbers" | "products"

/** What a backend may return for a sum of terms, added in any order, within the budget of the function `name`. */
export function sumOf({ claims }: Context, name: string, dtype: DType, bounds: readonly Bound[], terms: Terms): Bound {
  const [first] = bounds
  if (first === undefined) return point(0)
  const lo = bounds.reduce((sum, bound) => sum + bound.lo, 0)
  const hi = bounds.reduce((sum, bound) => sum + bound.hi, 0)
  if (dtype === "int32") return wrapped({ lo, hi, nan: false })
  if (bounds.length === 1 && terms === "numbers")
    return settle(first, dtype, claims, { budget: exactly, signedZero: false })
  if (!bounds.every(mayBeNumber)) return onlyNaN()
  // what may be infinite or not decides about all the rest
  if (bounds.some((bound) => bound.lo !== bound.hi && !(Number.isFinite(bound.lo) && Number.isFinite(bound.hi))))
    return anything(dtype)
  if (Number.isNaN(lo)) return onlyNaN() // ∞ − ∞
  const finite = bounds.map((bound) => Math.max(Math.abs(bound.lo), Math.abs(bound.hi))).filter(Number.isFinite)
  const size = finite.reduce((sum, magnitude) => sum + magnitude, 0)
  const lost = size > 0 ? underflow(dtype, terms, claims.subnormals === "flush") : 0
  const roundings = bounds.length - (terms === "numbers" ? 1 : 0)
  return settle({ lo, hi, nan: bounds.some(({ nan }) => nan) }, dtype, claims, {
    budget: budgetsOf(name, claims.accuracy).output,
    terms: { mag: size + lost, roundings },
    signedZero: false,
  })
}

/** The magnitude of which a rounding is as large as what one operation loses by underflow. */
function underflow(dtype: DType, terms: Terms, flushes: boolean): number {
  if (dtype !== "float32") return terms === "products" ? 2 ** -1021 : 0
  return flushes ? 2 ** -102 : terms === "products" ? 2 ** -125 : 0
}

/** An integer result as int32 holds it. */
export function wrapped(bound: Bound): Bound {
  if (isKnown(bound)) return point(bound.lo | 0)
  return bound.lo < -(2 ** 31) || bound.hi >= 2 ** 31 ? anything("int32") : bound
}
