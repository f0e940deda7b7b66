import type { Aval, DType } from "@gradual/core"

/**
 * What one value may be when the program runs: a number from `lo` to `hi` (none where lo > hi), or NaN if `nan`. Zeros are
 * told apart: −0 may occur where lo is −0 or below, 0 where hi is 0 or above.
 *
 * An object stands for one value: what only moves values moves the objects, so that two places which hold the same
 * object hold the same number, whichever it is.
 */
export interface Bound {
  readonly lo: number
  readonly hi: number
  readonly nan: boolean
}

/** What every element of a tensor may be. */
export interface Bounds extends Aval {
  readonly at: readonly Bound[]
}

/** A value that is known. */
export function point(value: number): Bound {
  return Number.isNaN(value) ? onlyNaN() : { lo: value, hi: value, nan: false }
}

/** NaN and nothing else. */
export function onlyNaN(): Bound {
  return { lo: Number.POSITIVE_INFINITY, hi: Number.NEGATIVE_INFINITY, nan: true }
}

/** A value of which nothing is known but its dtype. */
export function anything(dtype: DType): Bound {
  if (dtype === "bool") return { lo: 0, hi: 1, nan: false }
  if (dtype === "int32") return { lo: -(2 ** 31), hi: 2 ** 31 - 1, nan: false }
  return { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY, nan: true }
}

/** The least bound that holds all values of a list. */
export function hull(values: Iterable<number>): Bound {
  let [lo, hi, nan] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false]
  for (const value of values) {
    if (Number.isNaN(value)) nan = true
    else {
      lo = Math.min(lo, value)
      hi = Math.max(hi, value)
    }
  }
  return { lo, hi, nan }
}

/** The least bound that holds all that any of several bounds hold. One value stays that value. */
export function join(bounds: readonly [Bound, ...Bound[]]): Bound {
  const [first] = bounds
  if (bounds.every((bound) => bound === first)) return first
  return {
    lo: Math.min(...bounds.map(({ lo }) => lo)),
    hi: Math.max(...bounds.map(({ hi }) => hi)),
    nan: bounds.some(({ nan }) => nan),
  }
}

/** Whether it may be a number at all. */
export function mayBeNumber({ lo, hi }: Bound): boolean {
  return lo <= hi
}

/** Whether the value is known, be it NaN. A zero of unknown sign is known. */
export function isKnown({ lo, hi, nan }: Bound): boolean {
  return nan ? lo > hi : lo === hi
}

/** Whether a value is among those that a bound holds. The sign of a zero does not count. */
export function holds({ lo, hi, nan }: Bound, value: number): boolean {
  return Number.isNaN(value) ? nan : lo <= value && value <= hi
}

/**
 * Whether a bound is narrow enough for a comparison to say something: within 2⁻⁸ of its size, or of nothing that float32
 * could tell from zero.
 */
export function isNarrow(bound: Bound): boolean {
  if (isKnown(bound)) return true
  const { lo, hi, nan } = bound
  return !nan && hi - lo <= Math.max(2 ** -8 * Math.max(Math.abs(lo), Math.abs(hi)), 2 ** -126)
}
