import { eq, mul, sort, stopGradient, sub, type Tensor, tensor, where } from "@gradual/core"
import type { Span } from "./chunks.ts"
import { type Distances, distances, scaled } from "./distances.ts"
import { finitePlaces } from "./finite.ts"
import { asColumn, asRow, part } from "./rows.ts"
import { spreads } from "./spreads.ts"

/** What stands at some positions of a sorted row is made from. */
interface Positions {
  readonly anchors: Tensor
  readonly difference: Tensor
  /** The exponent of every entry (column) at every position (row). */
  readonly exponents: Tensor
}

/**
 * NeuralSort's exponents `p·((2i − n − 1)·vⱼ − Σₖ |vⱼ − vₖ|)` at positions i, which are largest at the value that belongs there. What
 * all entries of a row have in common does not count, so the values are taken from that one. Infinite entries are not counted.
 */
export function neuralExponents(rows: Tensor, p: Tensor): (span: Span) => Positions {
  const sorted = stopGradient(sort(rows))
  const spread = spreads(rows)
  const { place, count } = finitePlaces(rows)
  const weights = sub(sub(mul(2, place), count), 1)
  return (span) => {
    const anchors = part(sorted, span)
    const apart = distances(rows, anchors)
    const heights = sub(mul(asColumn(part(weights, span)), apart.difference), asRow(spread))
    return { anchors, difference: apart.difference, exponents: settled(scaled(heights, p), p, apart) }
  }
}

/** At p = ∞ only what equals the value that belongs there has a share, at any p nothing that is far. */
function settled(exponents: Tensor, p: Tensor, { difference, isFar }: Distances): Tensor {
  const lowest = Number.NEGATIVE_INFINITY
  const hard = where(eq(difference, 0), tensor(0, difference.dtype), lowest)
  return where(isFar, lowest, where(eq(p, Number.POSITIVE_INFINITY), hard, exponents))
}
