import {
  argsort,
  broadcastTo,
  cast,
  concat,
  cumsum,
  div,
  iota,
  maximum,
  mul,
  ne,
  scatterAddAlongAxis,
  sort,
  sub,
  type Tensor,
  takeAlongAxis,
  tensor,
  withGradient,
} from "@gradual/core"
import { part } from "./rows.ts"

// Tied entries may stand in any order. What is derived here is the mean over all of them, so that permuting equal values changes nothing.

/** Rows in ascending order. Entries that tie share equally what flows back to their places. */
export function sharedSort(rows: Tensor): Tensor {
  const sorted = withGradient(
    (x: Tensor) => sort(x),
    (dy, y, [x]) => {
      const { members, sums } = tiesOf(y)
      return [scatterAddAlongAxis(div(sums(dy), members), argsort(x), { size: x.shape.at(-1) as number })]
    },
  )
  return sorted(rows)
}

/**
 * The derivative of |entry − own| at each place of a sorted row for an entry that ties with its own: by how many more of the others of
 * the group lie above the place than below, as a share of them. 0 without ties.
 */
export function tiedDirections(sorted: Tensor): Tensor {
  const { members, before } = tiesOf(sorted)
  const place = sub(iota({ shape: sorted.shape, axis: sorted.shape.length - 1, dtype: sorted.dtype }), before)
  return div(sub(sub(members, 1), mul(2, place)), maximum(sub(members, 1), 1))
}

/** Groups of equal neighbours in sorted rows: at each place the group's size, the places before it, and sums over it. */
function tiesOf(sorted: Tensor) {
  const size = sorted.shape.at(-1) as number
  const previous = concat([part(sorted, [0, Math.min(1, size)]), part(sorted, [0, Math.max(0, size - 1)])])
  const group = cumsum(cast(ne(sorted, previous), { dtype: "int32" }))
  const inGroups = (each: Tensor) => scatterAddAlongAxis(each, group, { size })
  const atPlaces = (ofGroup: Tensor) => takeAlongAxis(ofGroup, group)
  const counts = inGroups(broadcastTo(tensor(1, sorted.dtype), { shape: sorted.shape }))
  return {
    members: atPlaces(counts),
    before: atPlaces(sub(cumsum(counts), counts)),
    sums: (each: Tensor) => atPlaces(inGroups(each)),
  }
}
