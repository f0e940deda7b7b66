import {
  argsort,
  broadcastTo,
  cast,
  cumsum,
  div,
  maximum,
  minimum,
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
import { places } from "../positions.ts"
import { previous } from "./rows.ts"

// Tied entries may stand in any order. What is derived here is the mean over all of them, so that permuting equal values changes nothing.

/** Entries in ascending order along an axis. Those that tie share equally what flows back to their places. */
export function sharedSort(values: Tensor, axis = -1): Tensor {
  const sorted = withGradient(
    (x: Tensor) => sort(x, { axis }),
    (dy, y, [x]) => {
      const { members, sums } = tiesOf(y, axis)
      const size = x.shape.at(axis) as number
      return [scatterAddAlongAxis(div(sums(dy), members), argsort(x, { axis }), { axis, size })]
    },
  )
  return sorted(values)
}

/**
 * The derivative of |entry − own| at each place of a sorted row for an entry that ties with its own: by how many more of the others of
 * the group lie above the place than below, as a share of them. 0 without ties.
 */
export function tiedDirections(sorted: Tensor): Tensor {
  const { members, before } = tiesOf(sorted)
  const place = sub(places(sorted, -1), before)
  return div(sub(sub(members, 1), mul(2, place)), maximum(sub(members, 1), 1))
}

/** Groups of equal neighbours along an axis of sorted entries, as seen from each place. */
export interface Ties {
  /** How many entries the group has. */
  readonly members: Tensor
  /** How many entries are before it. */
  readonly before: Tensor
  /** The sum over the group. */
  readonly sums: (each: Tensor) => Tensor
  /** The sum over all that is before the group. */
  readonly sumsBefore: (each: Tensor) => Tensor
}

export function tiesOf(sorted: Tensor, axis = -1): Ties {
  const size = sorted.shape.at(axis) as number
  // a row of NaNs alone, none of which equals itself, would count one too many
  const group = minimum(cumsum(cast(ne(sorted, previous(sorted, axis)), { dtype: "int32" }), { axis }), size - 1)
  const inGroups = (each: Tensor) => scatterAddAlongAxis(each, group, { axis, size })
  const atPlaces = (ofGroup: Tensor) => takeAlongAxis(ofGroup, group, { axis })
  const ones = broadcastTo(tensor(1, sorted.dtype), { shape: sorted.shape })
  const sums = (each: Tensor) => atPlaces(inGroups(each))
  const sumsBefore = (each: Tensor) => atPlaces(sub(cumsum(inGroups(each), { axis }), inGroups(each)))
  return { members: sums(ones), before: sumsBefore(ones), sums, sumsBefore }
}
