import {
  add,
  cast,
  cumsum,
  div,
  eq,
  exp,
  gt,
  limitProduct,
  log,
  max,
  min,
  sub,
  sum,
  type Tensor,
  type TensorLike,
  tensor,
  where,
} from "@gradual/core"
import { places } from "../positions.ts"
import { first, gap, isAfter, second } from "./pairs.ts"
import { previous } from "./rows.ts"

// Isotonic regression of a sequence y by the blocks that it pools. The fit is the slope of the greatest convex minorant of the sums of
// y, so a block starts at j just where every run that ends before j lies below every run that starts at j:
//
//     max over i < j of mean y[i..j−1]  <  min over b ≥ j of mean y[j..b]
//
// One comparison decides each start, and what block an entry is in is a whole number: no means are compared for equality. Both sides are
// measured from y[j−1], as sums of gaps of one sign, so that nothing cancels, whatever offset the values have.

/** The levels of all runs of an ascending sequence. They are pairs of places: where a run ends, and where it starts. */
export interface Runs {
  /** The level less the run's last entry. */
  readonly fromEnd: Tensor
  /** The level less the entry before the run; at place 0 less its own. */
  readonly fromBefore: Tensor
}

/** Levels are means. */
export function meansOfRuns(x: Tensor, axis: number): Runs {
  const [end, start] = [first(x, axis), second(x, axis)]
  const isRun = isAfter(x, axis)
  const at = places(x, axis)
  const length = where(isRun, add(sub(first(at, axis), second(at, axis)), 1), 1)
  const below = cumsum(where(isRun, gap(start, end), 0), { axis, reverse: true })
  const above = cumsum(where(isRun, gap(end, second(previous(x, axis), axis)), 0), { axis: axis - 1 })
  return { fromEnd: div(below, length), fromBefore: div(above, length) }
}

/** Levels are logarithms of sums of exponentials, of p times the sequence. */
export function logSumsOfRuns(x: Tensor, p: TensorLike, axis: number): Runs {
  const [end, start] = [first(x, axis), second(x, axis)]
  const scaled = (apart: Tensor) => limitProduct(second(tensor(p, x.dtype), axis), apart)
  const shares = where(isAfter(x, axis), exp(scaled(gap(start, end))), 0)
  const fromEnd = log(cumsum(shares, { axis, reverse: true }))
  return { fromEnd, fromBefore: add(scaled(gap(end, second(previous(x, axis), axis))), fromEnd) }
}

/** The levels of a difference of sequences. */
export function less(a: Runs, b: Runs): Runs {
  return { fromEnd: sub(a.fromEnd, b.fromEnd), fromBefore: sub(a.fromBefore, b.fromBefore) }
}

/** What block each entry of y is in, as an increasing number; of y the levels of the runs that count. */
export function blocksOf({ fromEnd, fromBefore }: Runs, counts: Tensor, axis: number): Tensor {
  const above = min(where(counts, fromBefore, Number.POSITIVE_INFINITY), { axis: axis - 1 })
  const below = max(where(counts, fromEnd, Number.NEGATIVE_INFINITY), { axis })
  return cumsum(cast(gt(above, previous(below, axis)), { dtype: "int32" }), { axis })
}

/** Sums and means over blocks, of what pairs of entries have. */
export interface OverBlocks {
  readonly isTogether: Tensor
  readonly sum: (x: Tensor) => Tensor
  readonly mean: (x: Tensor) => Tensor
}

/** Sums over blocks, from the number of the block that each entry is in. `like`: a float of the dtype that is computed in. */
export function overBlocks(block: Tensor, like: Tensor, axis: number): OverBlocks {
  const isTogether = eq(first(block, axis), second(block, axis))
  const total = (x: Tensor) => sum(where(isTogether, x, 0), { axis })
  const size = total(tensor(1, like.dtype))
  return { isTogether, sum: total, mean: (x) => div(total(x), size) }
}
