import type { Capabilities, DType, NDArray } from "@gradual/core"
import type { Budget } from "../../compare.ts"
import { largest, roundoff, ulp } from "../../numbers.ts"
import { anything, type Bound, type Bounds, mayBeNumber, point } from "./bounds.ts"

/** How a backend's result may differ from the value that an operation has for its arguments. */
export interface Allowance {
  readonly budget: Budget
  /** The sum of the magnitudes of all terms that are added, and how often each may be rounded. */
  readonly terms?: { readonly mag: number; readonly roundings: number }
  /** An absolute error beside all that. */
  readonly beside?: number
  /** Whether a zero has the sign that IEEE 754 gives it. Default true; never on a backend that does not claim it. */
  readonly signedZero?: boolean
}

/**
 * What a backend may return where the true value is within a bound: the bound, widened by what the budget allows and
 * rounded to the dtype.
 *
 * - Less than one ulp means correctly rounded. Rounding is monotone, so the ends are rounded, and a known value stays known.
 * - From one ulp on, the ends move by as many. An approximation keeps the sign of what it approximates, and zero is zero.
 * - Where terms are added the ends move by their roundings, across zero if need be: they may cancel. So they do by an absolute
 *   error.
 *
 * The ends come from the reference, in float64. To float32 they are as good as true; in float64 the reference may err as the
 * backend may, and everything counts twice.
 */
export function settle(
  truth: Bound,
  dtype: DType,
  claims: Capabilities,
  { budget, terms = { mag: 0, roundings: 0 }, beside = 0, signedZero = true }: Allowance,
): Bound {
  if (dtype === "int32" || dtype === "bool") return truth
  const times = dtype === "float64" ? 2 : 1
  const slack = times * (budget.terms * terms.roundings * terms.mag * roundoff(dtype) + beside)
  const overflows = terms.roundings > 0 && terms.mag + slack >= largest(dtype) // on the way
  if (overflows || slack === Number.POSITIVE_INFINITY) return anything(dtype)
  if (!mayBeNumber(truth)) return limited(truth, dtype, claims)
  const { lo, hi, nan } = truth
  const ulps = budget.ulps < 1 ? 0 : times * budget.ulps * ulp(dtype, Math.max(Math.abs(lo), Math.abs(hi)))
  const round = dtype === "float32" ? Math.fround : (x: number) => x
  const low = round((lo < 0 ? lo - ulps : Math.max(lo - ulps, signOf(lo) * 0)) - slack)
  const high = round((hi > 0 ? hi + ulps : Math.min(hi + ulps, signOf(hi) * 0)) + slack)
  const isSigned = signedZero && claims.signedZero
  return limited(
    { lo: isSigned ? low : negativeZero(low), hi: isSigned ? high : positiveZero(high), nan },
    dtype,
    claims,
  )
}

const signOf = (x: number): number => (x < 0 || Object.is(x, -0) ? -1 : 1)
const negativeZero = (x: number): number => (x === 0 ? -0 : x)
const positiveZero = (x: number): number => (x === 0 ? 0 : x)

/** The least normal float32. */
const leastNormal = 2 ** -126

/** What is left of a bound where subnormals may be flushed to zero and what is not finite may be anything. */
function limited(bound: Bound, dtype: DType, { subnormals, nonFinite }: Capabilities): Bound {
  if (dtype === "int32" || dtype === "bool") return bound
  const { lo, hi, nan } = bound
  if (nonFinite === "indeterminate" && (nan || !Number.isFinite(lo) || !Number.isFinite(hi))) return anything(dtype)
  if (subnormals === "keep" || dtype !== "float32" || lo > hi) return bound
  const flushed = { lo: lo > 0 && lo <= leastNormal ? -0 : lo, hi: hi < 0 && hi >= -leastNormal ? 0 : hi, nan }
  return flushed.lo === lo && flushed.hi === hi ? bound : flushed
}

/** Values that a backend is given. */
export function given({ dtype, shape, data }: NDArray, claims: Capabilities): Bounds {
  return { dtype, shape, at: Array.from(data, (value) => settle(point(value), dtype, claims, { budget: exactly })) }
}

/** The budget of what computes nothing. */
export const exactly: Budget = { ulps: 0, terms: 0 }
