import type { NDArray } from "@gradual/core"
import { type Bound, type Bounds, holds, isNarrow } from "./bounds/bounds.ts"

/** How much of some results could be compared. */
export interface Tally {
  /** Elements whose bounds are narrow enough to say something. */
  readonly compared: number
  /** Elements that may be almost anything: near a jump, or after too much cancellation. */
  readonly undetermined: number
}

/** Counts elements. */
export function tally(bounds: readonly Bounds[]): Tally {
  const all = bounds.flatMap(({ at }) => at)
  const compared = all.filter(isNarrow).length
  return { compared, undetermined: all.length - compared }
}

/** What is wrong with a result, if anything is: its type, or the first element that is not what it may be. */
export function judge(result: NDArray | undefined, { dtype, shape, at }: Bounds): string | undefined {
  if (result === undefined) return "a result expected, got none"
  if (result.dtype !== dtype) return `dtype ${dtype} expected, got ${result.dtype}`
  if (result.shape.join() !== shape.join()) return `shape [${shape}] expected, got [${result.shape}]`
  if (result.data.length !== at.length) return `${at.length} elements expected, got ${result.data.length}`
  const wrong = at.findIndex((bound, k) => !holds(bound, result.data[k] as number))
  if (wrong < 0) return undefined
  return `element ${wrong}: ${write(at[wrong] as Bound)} expected, got ${show(result.data[wrong] as number)}`
}

function write({ lo, hi, nan }: Bound): string {
  const numbers = lo > hi ? [] : [lo === hi ? show(lo) : `${show(lo)} to ${show(hi)}`]
  return [...numbers, ...(nan ? ["NaN"] : [])].join(" or ")
}

const show = (x: number): string => (Object.is(x, -0) ? "-0" : String(x))
