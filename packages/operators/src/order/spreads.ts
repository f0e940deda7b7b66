import {
  add,
  argsort,
  cumsum,
  mul,
  or,
  scatterAddAlongAxis,
  sort,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  where,
  withGradient,
} from "@gradual/core"
import { isInfinite } from "./distances.ts"
import { finitePlaces } from "./finite.ts"
import { previous } from "./rows.ts"
import { tiesOf } from "./ties.ts"

/**
 * `Σₖ |vⱼ − vₖ|` over the finite entries of a row, of each of them. In the sorted row it changes from one to the next by the gap between
 * them, as many times as more entries are below it than above: n·log n steps, not n², and values that are near have sums that are.
 * The derivative takes tied entries as not apart.
 */
export function spreads(rows: Tensor): Tensor {
  const spread = withGradient(
    (x: Tensor) => {
      const [gaps, { place, count }] = [gapsOf(sort(x)), finitePlaces(x)]
      const above = add(sub(count, place), 1)
      const first = sum(mul(gaps, above), along)
      return unsorted(add(first, cumsum(mul(gaps, sub(sub(place, 1), above)))), x)
    },
    (dy, _y, [x]) => {
      const sorted = sort(x)
      const isMask = isInfinite(sorted)
      const each = where(isMask, 0, takeAlongAxis(dy, argsort(x)))
      const { members, before, sums, sumsBefore } = tiesOf(sorted)
      const { first, count } = finitePlaces(x)
      const excess = sub(add(mul(2, sub(before, first)), members), count) // how many more are below than above
      const [below, own] = [sumsBefore(each), sums(each)]
      const above = sub(sub(sum(each, along), below), own)
      return [unsorted(where(isMask, 0, add(mul(excess, each), sub(below, above))), x)]
    },
  )
  return spread(rows)
}

const along = { axis: -1, keepDims: true }

/** How far each entry of sorted rows is from the one before, if both are finite. */
function gapsOf(sorted: Tensor): Tensor {
  const before = previous(sorted)
  return where(or(isInfinite(sorted), isInfinite(before)), 0, sub(sorted, before))
}

/** Puts what belongs to places of the sorted row where the entries are. */
function unsorted(each: Tensor, rows: Tensor): Tensor {
  return scatterAddAlongAxis(each, argsort(rows), { size: each.shape.at(-1) as number })
}
