import type { Bound } from "./bounds.ts"

/**
 * Where, beside the ends of its arguments' bounds, a function may have an extreme, a jump or a pole: a list for each argument.
 * `undefined` when that cannot be said, and the function may be anything.
 */
export type Critical = (args: readonly Bound[]) => readonly (readonly number[])[] | undefined

/** A zero of either sign that a bound holds. */
export function zerosIn({ lo, hi }: Bound): number[] {
  if (lo > 0 || hi < 0) return []
  return [
    ...(lo < 0 || Object.is(lo, -0) ? [-0] : []), //
    ...(hi > 0 || Object.is(hi, 0) ? [0] : []),
  ]
}

/** Those of some numbers that a bound holds. */
export function within({ lo, hi }: Bound, numbers: readonly number[]): number[] {
  return numbers.filter((x) => lo <= x && x <= hi)
}

/** The ends of a bound, NaN if it may be that, and critical points in it; each once. */
function pointsOf({ lo, hi, nan }: Bound, critical: readonly number[]): number[] {
  const points: number[] = []
  for (const x of [...(lo <= hi ? [lo, hi, ...critical] : []), ...(nan ? [Number.NaN] : [])])
    if (!points.some((known) => Object.is(known, x))) points.push(x)
  return points
}

/**
 * All arguments at which a function must be known for its bounds to be. Arguments that are one value are equal at each; then an
 * end may be a hole (∞ − ∞ where x − x is 0), and a point between tells what is around it.
 */
export function corners(args: readonly Bound[], critical: readonly (readonly number[])[]): readonly number[][] {
  const [first] = args
  if (first !== undefined && args.length > 1 && args.every((arg) => arg === first))
    return pointsOf(first, [...critical.flat(), Math.min(Math.max(1, first.lo), first.hi)]).map((x) =>
      args.map(() => x),
    )
  return args.reduce<number[][]>(
    (rows, arg, i) => {
      const points = pointsOf(arg, critical[i] ?? [])
      return rows.flatMap((row) => points.map((x) => [...row, x]))
    },
    [[]],
  )
}
