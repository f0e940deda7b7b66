import { concat, eq, mul, neg, softmax, sum, where } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type ChunkOptions, spans } from "./chunks.ts"
import { distances, similarities, sizes } from "./distances.ts"
import { finitePlaces } from "./finite.ts"
import { asRow, part } from "./rows.ts"
import { type Ranking, ranking } from "./sorting.ts"
import { sharedSort, tiedDirections } from "./ties.ts"
import { scoreDomains } from "../operator.ts"

/**
 * Ranks by SoftSort: the mean of all places in the sorted row, from 1, weighted by how near the values there are to the entry.
 *
 * @remarks
 * `softSortRank(v, p)ⱼ = Σᵢ i·Rᵢⱼ` with `Rᵢⱼ = e^(−p·|aᵢ − vⱼ|) / Σₖ e^(−p·|aₖ − vⱼ|)` and a the sorted values. At p = 0 all are (n + 1)/2;
 * p = ∞ gives the ranks themselves, tied values at the mean of theirs, with zero gradients.
 *
 * Gradient: with M = R·(i − rank) and s = sign(a − v), `p·Σᵢ sᵢⱼ·Mᵢⱼ` at vⱼ and `−p·sᵢⱼ·Mᵢⱼ` at the value that is aᵢ;
 * `∂/∂p = −Σᵢ |aᵢ − vⱼ|·Mᵢⱼ`. Where values tie it is the mean over the orders in which they may stand.
 *
 * Takes time for n² pairs per row. The result takes memory for at most a few times `chunk` rows of n numbers, for few rows on
 * backend-wasm: n may be 10⁴. The gradient takes memory for n² numbers per row.
 *
 * @param values - any real numbers, any shape; −∞ masks an entry out: it has rank 0 and counts for no other. NaN in a row makes the
 * row NaN.
 * @param p - inverse temperature in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values` along which entries are ranked, default the last; `chunk`, see above.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞] or a chunk that is no positive integer, `SHAPE` when shapes do
 * not broadcast or p has several entries along the axis.
 * @see Prillo, Eisenschlos, SoftSort: a continuous relaxation for the argsort operator, 2020, https://arxiv.org/abs/2006.16038
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softSortRank } from "@gradual/operators"
 * const ranks = await evaluate(js(), softSortRank([0.4, 0.1, 0.2], 1000))
 * console.log(ranks.data) // 3, 1, 2
 * ```
 */
export const softSortRank: Ranking<ChunkOptions> = ranking("softSortRank", (rows, p, { chunk }) => {
  const sorted = sharedSort(rows)
  const { place } = finitePlaces(rows)
  const atTies = asRow(neg(tiedDirections(sorted))) // the sorted values are the columns here
  const ranks = spans("softSortRank", rows, p, chunk, [0, rows.shape.at(-1) as number]).map((span) => {
    const apart = distances(sorted, part(rows, span))
    const shares = softmax(similarities(apart, p, sizes(apart.difference, atTies)))
    return sum(mul(shares, asRow(place)), { axis: -1 })
  })
  return where(eq(rows, Number.NEGATIVE_INFINITY), 0, concat(ranks))
})

/** The catalogue's entry of {@link softSortRank}. */
export const softSortRankEntry: CatalogueEntry = {
  name: "softSortRank",
  kind: "ranks",
  summary:
    "ranks as means of the places in the sorted row, by nearness: equal values at every p share the mean of their ranks",
  formula: "Σᵢ i·e^(−p·|aᵢ − v|) / Σᵢ e^(−p·|aᵢ − v|), a = sort v",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the ranks, tied entries at their mean",
  laws: {
    identityAtOne: fails({ values: [0, 1], p: 1 }, "1.27 and 1.73, not 0 and 1"),
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.625], p: 1 }, "e^−8 at p = 64 is not 0"),
    staysInUnitInterval: fails({ values: [0, 1], p: 1 }, "ranks run from 1 to n"),
    preservesOrder: holds,
    sumsToOne: fails({ values: [0, 1], p: 1 }, "two ranks add up to 3"),
    conservesSum: fails({ values: [0, 1], p: 1 }, "the ranks add up to 3, the values to 1"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: holds,
    sharpensWithP: fails(
      { values: [0.546875, 0.8125, 0.0234375, 0.2890625, 0.8203125, 0.015625], p: 4 },
      "pairs of near values take their time: the distance grows from 2 to 2.14",
    ),
    finiteGradients: holds,
  },
  source: "Prillo, Eisenschlos 2020",
}
