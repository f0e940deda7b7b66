import type { Capabilities, DType, NDArray } from "@gradual/core"
import { largest, roundoff, toNumber, ulp } from "./numbers.ts"
import type { Truth } from "./schema.ts"

/**
 * How far from the truth an element may be:
 * `ulps · ulp(truth) + roundoff · (terms · mag + exponents · cond)`, where mag and cond come with the case.
 */
export interface Budget {
  readonly ulps: number
  /** Roundings per added term. */
  readonly terms: number
  /** Roundings in an exponent. Default 1. */
  readonly exponents?: number
  /** Measure ulps at the tensor's largest magnitude instead of each element's: for gradients that mix scales. */
  readonly scale?: "tensor"
}

/** How a tensor compares with the truth. */
export interface Comparison {
  /** The largest error in ulp (of what the budget measures them at); null when there is nothing to measure. */
  readonly worst: number | null
  /** What is wrong, if anything is. */
  readonly failure?: string
}

/**
 * Compares a result with the truth within a budget, under what a backend claims of its arithmetic.
 *
 * @example
 * ```ts
 * import { toNDArray } from "@gradual/core"
 * import { compare, type Truth } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const truth: Truth = { dtype: "float32", shape: [], data: [1] }
 * const budget = { ulps: 4, terms: 0 }
 * const { worst } = compare(toNDArray(1 + 2 ** -23), truth, { budget, claims: js().capabilities })
 * console.log(worst) // 1
 * ```
 */
export function compare(
  actual: NDArray,
  truth: Truth,
  { budget, claims, signedZero = false }: CompareOptions,
): Comparison {
  if (actual.dtype !== truth.dtype)
    return { worst: null, failure: `dtype ${truth.dtype} expected, got ${actual.dtype}` }
  if (actual.shape.join() !== truth.shape.join())
    return { worst: null, failure: `shape [${truth.shape}] expected, got [${actual.shape}]` }
  const expected = truth.data.map(toNumber)
  const scale = budget.scale === "tensor" ? Math.max(0, ...expected.map(Math.abs).filter(Number.isFinite)) : 0
  let worst: number | null = null
  let failure: string | undefined
  expected.forEach((value, i) => {
    if (truth.any?.includes(i)) return
    const target: Target = {
      dtype: truth.dtype,
      value,
      rest: toNumber(truth.lo?.[i] ?? 0),
      scale,
      terms: toNumber(truth.mag?.[i] ?? 0),
      slack: budget.terms * toNumber(truth.mag?.[i] ?? 0) + (budget.exponents ?? 1) * toNumber(truth.cond?.[i] ?? 0),
      ulps: budget.ulps,
      signedZero: signedZero && claims.signedZero,
    }
    const alternatives = (truth.also?.[i] ?? []).map((other) => ({ ...target, value: toNumber(other), rest: 0 }))
    const got = actual.data[i] as number
    const measured = [target, ...alternatives].map((one) => measure(got, one, claims))
    const { error, allowed, ulps } = measured.reduce((best, one) =>
      one.error - one.allowed < best.error - best.allowed ? one : best,
    )
    if (ulps !== null) worst = Math.max(worst ?? 0, ulps)
    if (error > allowed && failure === undefined) failure = describe(i, value, got, error, allowed)
  })
  return failure === undefined ? { worst } : { worst, failure }
}

/** How to compare. */
export interface CompareOptions {
  readonly budget: Budget
  readonly claims: Capabilities
  /** Whether the sign of a zero counts, for backends that claim to keep it. */
  readonly signedZero?: boolean
}

/** One element as it should be. */
interface Target {
  readonly dtype: DType
  readonly value: number
  /** What float64 could not hold of the value. */
  readonly rest: number
  readonly scale: number
  readonly terms: number
  /** Allowed beside the ulps, in roundings. */
  readonly slack: number
  readonly ulps: number
  readonly signedZero: boolean
}

interface Measured {
  readonly error: number
  readonly allowed: number
  /** The error in ulps, of the terms where terms cancel; null where ulps say nothing. */
  readonly ulps: number | null
}

const right: Measured = { error: 0, allowed: 0, ulps: null }
const wrong: Measured = { error: Number.POSITIVE_INFINITY, allowed: 0, ulps: null }

function measure(
  got: number,
  { dtype, value, rest, scale, terms, slack, ulps, signedZero }: Target,
  claims: Capabilities,
): Measured {
  if (dtype === "int32" || dtype === "bool") return got === value ? right : wrong
  if (!Number.isFinite(value)) return claims.nonFinite === "indeterminate" || Object.is(got, value) ? right : wrong
  if (Number.isNaN(got)) return wrong
  if (signedZero && value === 0 && got === 0 && !Object.is(got, value)) return wrong
  if (claims.subnormals === "flush" && Math.abs(value) < 2 ** -126 && Math.abs(got) <= 2 ** -126) return right
  const allowed = ulps * ulp(dtype, Math.max(Math.abs(value), scale)) + slack * roundoff(dtype)
  // an overflow is right when the truth is that close to the largest number
  if (!Number.isFinite(got))
    return Math.sign(got) === Math.sign(value) && Math.abs(value) + allowed >= largest(dtype) ? right : wrong
  const error = Math.abs(got - value - rest) // got − value is exact where the two are near
  return { error, allowed, ulps: error / ulp(dtype, Math.max(Math.abs(value), scale, terms)) }
}

function describe(i: number, value: number, got: number, error: number, allowed: number): string {
  const write = (x: number) => (Object.is(x, -0) ? "-0" : String(x))
  const size = Number.isFinite(error) ? ` (error ${error.toPrecision(3)}, ${allowed.toPrecision(3)} allowed)` : ""
  return `element ${i}: ${write(value)} expected, got ${write(got)}${size}`
}
