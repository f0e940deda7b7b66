import { add, div, eq, mul, softmax, sum, type Tensor, where } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type ChunkOptions, spans } from "./chunks.ts"
import { finitePlaces } from "./finite.ts"
import { neuralExponents } from "./neural-exponents.ts"
import { asColumn, part } from "./rows.ts"
import { type Ranking, ranking } from "./sorting.ts"
import { scoreDomains } from "../operator.ts"

/**
 * Ranks by NeuralSort: the mean of all positions of the sorted row, from 1, weighted by the entry's share in what stands there.
 *
 * @remarks
 * `neuralSortRank(v, p)ⱼ = Σᵢ i·Pᵢⱼ / Σᵢ Pᵢⱼ` with the matrix P of `neuralSortMatrix`. At p = 0 all are (n + 1)/2; p = ∞ gives the ranks
 * themselves, tied values at the mean of theirs, with zero gradients.
 *
 * Gradient: `∂/∂Pᵢⱼ = (i − rankⱼ) / Σᵢ Pᵢⱼ`, and on by the softmax. Where values tie it is the mean over the orders in which they may
 * stand.
 *
 * Takes time and memory for n² pairs per row, as does its gradient; on backends that fuse no loops the result takes memory for at most a
 * few times `chunk` rows of n numbers.
 *
 * @param values - any real numbers, any shape; −∞ masks an entry out: it has rank 0 and counts for no other. NaN in a row makes the
 * row NaN.
 * @param p - inverse temperature in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values` along which entries are ranked, default the last; `chunk`, see above.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞] or a chunk that is no positive integer, `SHAPE` when shapes do
 * not broadcast or p has several entries along the axis.
 * @see Grover, Wang, Zweig, Ermon, Stochastic optimization of sorting networks via continuous relaxations, 2019,
 * https://arxiv.org/abs/1903.08850
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { neuralSortRank } from "@gradual/operators"
 * const ranks = await evaluate(js(), neuralSortRank([0.4, 0.1, 0.2], 1000))
 * console.log(ranks.data) // 3, 1, 2
 * ```
 */
export const neuralSortRank: Ranking<ChunkOptions> = ranking("neuralSortRank", (rows, p, { chunk }) => {
  const at = neuralExponents(rows, p)
  const { place } = finitePlaces(rows)
  const parts = spans("neuralSortRank", rows, p, chunk, [0, rows.shape.at(-1) as number]).map((span) => {
    const shares = softmax(at(span).exponents)
    const over = (x: Tensor) => sum(x, { axis: -2 })
    return { places: over(mul(shares, asColumn(part(place, span)))), shares: over(shares) }
  })
  const total = (which: "places" | "shares") => parts.map((each) => each[which]).reduce((a, b) => add(a, b))
  return where(eq(rows, Number.NEGATIVE_INFINITY), 0, div(total("places"), total("shares")))
})

/** The catalogue's entry of {@link neuralSortRank}. */
export const neuralSortRankEntry: CatalogueEntry = {
  name: "neuralSortRank",
  kind: "ranks",
  summary: "ranks as means of positions by an entry's shares in them: sharper the more values there are",
  formula: "Σᵢ i·Pᵢ / Σᵢ Pᵢ, P = softmax p·((2i − n − 1)·v − Σₖ |v − vₖ|)",
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
      { values: [0.1640625, 0.171875, 0.6484375, 0.984375, 0.9765625], p: 1 },
      "pairs of near values take their time: the distance grows from 2.108 to 2.112",
    ),
    finiteGradients: holds,
  },
  source: "Grover, Wang, Zweig, Ermon 2019",
}
