import type { Capabilities, DType, NDArray } from "@gradual/core"
import { largest, roundoff, toNumber, ulp } from "./numbers.ts"
import type { CaseNumber, Truth } from "./schema.ts"

/**
 * How far from the truth an element may be:
 * `ulps · ulp(truth) + roundoff · (terms · mag + exponents · cond) + beside(truth, ...arguments)`, where mag and cond come with
 * the case. (`ulp` is that of 2⁻¹²⁶ below it where a backend flushes subnormals.)
 */
export interface Budget {
  readonly ulps: number
  /** Roundings per added term. */
  readonly terms: number
  /** Roundings in an exponent. Default 1. */
  readonly exponents?: number
  /** Measure ulps at the tensor's largest magnitude instead of each element's: for gradients that mix scales. */
  readonly scale?: "tensor"
  /** An absolute error, for elementwise functions: of the value and its arguments. */
  readonly beside?: (value: number, ...args: readonly number[]) => number
}

/** How a tensor compares with the truth. */
export interface Comparison {
  /** The largest error in ulp (of what the budget measures them at); null when there is nothing to measure. */
  readonly worst: number | null
  /** How many elements cannot be judged: the backend makes no claim about them. */
  readonly unverifiable: number
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
  { budget, claims, signedZero = false, given = () => [] }: CompareOptions,
): Comparison {
  if (actual.dtype !== truth.dtype)
    return { worst: null, unverifiable: 0, failure: `dtype ${truth.dtype} expected, got ${actual.dtype}` }
  if (actual.shape.join() !== truth.shape.join())
    return { worst: null, unverifiable: 0, failure: `shape [${truth.shape}] expected, got [${actual.shape}]` }
  const expected = truth.data.map(toNumber)
  const scale = budget.scale === "tensor" ? Math.max(0, ...expected.map(Math.abs).filter(Number.isFinite)) : 0
  let worst: number | null = null
  let unverifiable = 0
  let failure: string | undefined
  expected.forEach((value, i) => {
    if (truth.any?.includes(i)) return
    const args = given(i)
    const got = actual.data[i] as number
    const targets = targetsAt(truth, i, scale, args, { budget, claims, signedZero })
    const { error, allowed, ulps } = targets
      .map((target) => measure(got, target, claims))
      .reduce((best, one) => (one.error - one.allowed < best.error - best.allowed ? one : best))
    if (isUnverifiable(truth.dtype, value, args, claims, error <= allowed)) {
      unverifiable += 1
      return
    }
    if (ulps !== null) worst = Math.max(worst ?? 0, ulps)
    if (error > allowed) failure ??= describe(i, value, got, error, allowed)
  })
  return failure === undefined ? { worst, unverifiable } : { worst, unverifiable, failure }
}

/** Whether a backend makes no claim about an element: about NaN and infinities, and what comes of those it was given. */
function isUnverifiable(
  dtype: DType,
  value: number,
  args: readonly number[],
  { nonFinite, subnormals }: Capabilities,
  isRight: boolean,
): boolean {
  if (nonFinite === "indeterminate" && !(Number.isFinite(value) && args.every(Number.isFinite))) return true
  // what a function of zero is, where a subnormal argument became one, is not known here
  return subnormals === "flush" && !isRight && args.some((x) => isSubnormal(dtype === "float64" ? dtype : "float32", x))
}

/** What an element should be: the truth, or what is as right. */
function targetsAt(
  truth: Truth,
  i: number,
  scale: number,
  args: readonly number[],
  { budget, claims, signedZero }: Required<Omit<CompareOptions, "given">>,
): Target[] {
  const { dtype } = truth
  const value = toNumber(truth.data[i] as CaseNumber)
  const [mag, cond] = [toNumber(truth.mag?.[i] ?? 0), toNumber(truth.cond?.[i] ?? 0)]
  const target: Target = {
    dtype,
    value,
    rest: toNumber(truth.lo?.[i] ?? 0),
    unit: unitOf(dtype, Math.max(Math.abs(value), scale), claims),
    measure: unitOf(dtype, Math.max(Math.abs(value), scale, mag), claims),
    ulps: budget.ulps,
    slack:
      roundoff(dtype) * (budget.terms * mag + (budget.exponents ?? 1) * cond) + (budget.beside?.(value, ...args) ?? 0),
    signedZero: signedZero && claims.signedZero,
  }
  return [target, ...(truth.also?.[i] ?? []).map((other) => ({ ...target, value: toNumber(other), rest: 0 }))]
}

/** How to compare. */
export interface CompareOptions {
  readonly budget: Budget
  readonly claims: Capabilities
  /** Whether the sign of a zero counts, for backends that claim to keep it. */
  readonly signedZero?: boolean
  /** The arguments that an element depends on. Of an elementwise function one of each, in order. */
  readonly given?: (element: number) => readonly number[]
}

/** One element as it should be. */
interface Target {
  readonly dtype: DType
  readonly value: number
  /** What float64 could not hold of the value. */
  readonly rest: number
  /** What ulps are allowed of, */
  readonly unit: number
  /** and what they are measured in: the unit, or that of the terms where terms cancel. */
  readonly measure: number
  readonly ulps: number
  /** Allowed beside the ulps. */
  readonly slack: number
  readonly signedZero: boolean
}

interface Measured {
  readonly error: number
  readonly allowed: number
  /** The error in ulps; null where they say nothing. */
  readonly ulps: number | null
}

const right: Measured = { error: 0, allowed: 0, ulps: null }
const wrong: Measured = { error: Number.POSITIVE_INFINITY, allowed: 0, ulps: null }

function measure(got: number, target: Target, claims: Capabilities): Measured {
  const { dtype, value, rest, unit, ulps, slack, signedZero } = target
  if (dtype === "int32" || dtype === "bool") return got === value ? right : wrong
  if (!Number.isFinite(value)) return Object.is(got, value) ? right : wrong
  if (Number.isNaN(got)) return wrong
  if (signedZero && value === 0 && got === 0 && !Object.is(got, value)) return wrong
  const isLost = Math.abs(value) < least[dtype] * (1 + 2 ** -20) && Math.abs(got) <= least[dtype]
  if (claims.subnormals === "flush" && isLost) return right
  const allowed = ulps * unit + slack
  // an overflow is right when the truth is that close to the largest number
  if (!Number.isFinite(got))
    return Math.sign(got) === Math.sign(value) && Math.abs(value) + allowed >= largest(dtype) ? right : wrong
  const error = Math.abs(got - value - rest) // got − value is exact where the two are near
  return { error, allowed, ulps: error / target.measure }
}

/** The least normal numbers. */
const least = { float32: 2 ** -126, float64: 2 ** -1022 }

function isSubnormal(dtype: "float32" | "float64", x: number): boolean {
  return x !== 0 && Math.abs(x) < least[dtype]
}

/** The ulp at x; where subnormals are flushed, no less than what flushing may cost. */
function unitOf(dtype: DType, x: number, { subnormals }: Capabilities): number {
  const lost = subnormals === "flush" && (dtype === "float32" || dtype === "float64") ? least[dtype] : 0
  return Math.max(ulp(dtype, x), lost)
}

function describe(i: number, value: number, got: number, error: number, allowed: number): string {
  const write = (x: number) => (Object.is(x, -0) ? "-0" : String(x))
  const size = Number.isFinite(error) ? ` (error ${error.toPrecision(3)}, ${allowed.toPrecision(3)} allowed)` : ""
  return `element ${i}: ${write(value)} expected, got ${write(got)}${size}`
}
