import type { Capabilities, NDArray } from "@gradual/core"
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

/** Compares a result with the truth within a budget, under what a backend claims of its arithmetic. */
export function compare(
  actual: NDArray,
  truth: Truth,
  budget: Budget,
  claims: Capabilities,
  exactZero: boolean,
): Comparison {
  if (actual.dtype !== truth.dtype)
    return { worst: null, failure: `dtype ${truth.dtype} expected, got ${actual.dtype}` }
  if (actual.shape.join() !== truth.shape.join())
    return { worst: null, failure: `shape [${truth.shape}] expected, got [${actual.shape}]` }
  const expected = truth.data.map(toNumber)
  const scale = budget.scale === "tensor" ? Math.max(0, ...expected.map(Math.abs).filter(Number.isFinite)) : 0
  let worst: number | null = null
  let failure: string | undefined
  for (let i = 0; i < expected.length; i++) {
    if (truth.any?.includes(i)) continue
    const candidates = [expected[i] as number, ...(truth.also?.[i] ?? []).map(toNumber)]
    const errors = candidates.map((value, k) =>
      errorOf(
        actual.data[i] as number,
        value,
        i,
        k === 0 ? truth : { ...truth, lo: [] },
        budget,
        scale,
        claims,
        exactZero,
      ),
    )
    const best = errors.reduce((a, b) => (b.excess < a.excess ? b : a))
    if (best.ulps !== null) worst = Math.max(worst ?? 0, best.ulps)
    if (best.excess > 0 && failure === undefined)
      failure = `element ${i}: ${write(expected[i] as number)} expected, got ${write(actual.data[i] as number)}${best.ulps === null ? "" : ` (${best.ulps.toPrecision(3)} ulp, ${best.allowed.toPrecision(3)} allowed)`}`
  }
  return failure === undefined ? { worst } : { worst, failure }
}

interface Measured {
  /** Error in ulp; null where ulps say nothing (special values). */
  readonly ulps: number | null
  readonly allowed: number
  /** Above 0: too far. */
  readonly excess: number
}

const right: Measured = { ulps: null, allowed: 0, excess: 0 }
const wrong: Measured = { ulps: null, allowed: 0, excess: Number.POSITIVE_INFINITY }

function errorOf(
  got: number,
  value: number,
  i: number,
  truth: Truth,
  budget: Budget,
  scale: number,
  claims: Capabilities,
  exactZero: boolean,
): Measured {
  const { dtype } = truth
  if (dtype === "int32" || dtype === "bool") return got === value ? right : wrong
  const special = specialValue(got, value, claims, exactZero)
  if (special !== undefined) return special
  if (claims.subnormals === "flush" && Math.abs(value) < 2 ** -126 && Math.abs(got) <= 2 ** -126) return right
  const slack =
    roundoff(dtype) *
    (budget.terms * toNumber(truth.mag?.[i] ?? 0) + (budget.exponents ?? 1) * toNumber(truth.cond?.[i] ?? 0))
  const unit = ulp(dtype, Math.max(Math.abs(value), scale))
  const allowed = budget.ulps + slack / unit
  if (!Number.isFinite(got)) {
    // an overflow is right when the truth is that close to the largest number
    const overflows = Math.sign(got) === Math.sign(value) && Math.abs(value) + allowed * unit >= largest(dtype)
    return overflows ? right : wrong
  }
  // (got − value) is exact where the two are near; lo is what float64 could not hold of the truth
  const ulps = Math.abs((got - value) / unit - toNumber(truth.lo?.[i] ?? 0) / unit)
  return { ulps, allowed, excess: ulps - allowed }
}

/** Decides where either is not finite, or zero with a sign that counts; undefined where errors are to be measured. */
function specialValue(got: number, value: number, claims: Capabilities, exactZero: boolean): Measured | undefined {
  if (!Number.isFinite(value)) {
    if (claims.nonFinite === "indeterminate") return right
    return Object.is(got, value) ? right : wrong
  }
  if (Number.isNaN(got)) return wrong
  if (value === 0 && got === 0 && exactZero && claims.signedZero && !Object.is(got, value)) return wrong
  return undefined
}

function write(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x)
}
