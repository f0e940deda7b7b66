import { and, eq, expandDims, ge, ne, stopGradient, sub, type Tensor, where } from "@gradual/core"
import { places } from "../positions.ts"

// Entries of a row in pairs. Axes count from the end; the second of a pair runs along a new axis after the row's, which then has the
// row's place: a reduction over `axis` goes over the second and leaves the first, one over `axis − 1` leaves the second.

/** `x` as the first of a pair. */
export function first(x: Tensor, axis: number): Tensor {
  return faced(x, axis, 1)
}

/** `x` as the second of a pair. */
export function second(x: Tensor, axis: number): Tensor {
  return faced(x, axis, 0)
}

function faced(x: Tensor, axis: number, after: number): Tensor {
  const at = x.shape.length + axis
  return at < 0 ? x : expandDims(x, { axis: at + after }) // what lacks the axis broadcasts as it is
}

/** `a − b`; 0 where both are the same infinity. */
export function gap(a: Tensor, b: Tensor): Tensor {
  const difference = sub(a, b)
  return where(and(ne(difference, difference), eq(a, b)), 0, difference)
}

/**
 * By how much the first is above the second. Of an entry to itself this is constant: what it would add to the entry's gradient and take
 * off again may be large against the rest.
 */
export function gaps(x: Tensor, axis: number): Tensor {
  const all = gap(first(x, axis), second(x, axis))
  const at = places(x, axis)
  return where(eq(first(at, axis), second(at, axis)), stopGradient(all), all)
}

/** Where the first is at the second's place or after it. */
export function isAfter(x: Tensor, axis: number): Tensor {
  const at = places(x, axis)
  return ge(first(at, axis), second(at, axis))
}
