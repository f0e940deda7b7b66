import { concat, type Tensor } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type ChunkOptions, spans } from "./chunks.ts"
import { distances, meansAt, similarities } from "./distances.ts"
import { part } from "./rows.ts"
import { sharedSort } from "./ties.ts"
import { type Sorting, type SortingOptions, sorting } from "./sorting.ts"
import { scoreDomains } from "../operator.ts"

/** What stands at anchors: the mean of a row's entries, weighted by how near they are. */
export function softAt(entries: Tensor, anchors: Tensor, p: Tensor): Tensor {
  const apart = distances(entries, anchors)
  return meansAt(anchors, similarities(apart, p), apart.difference)
}

/**
 * SoftSort: each position of the sorted row holds the mean of all values, weighted by how near they are to the value that belongs
 * there.
 *
 * @remarks
 * `softSort(v, p)ᵢ = Σⱼ Pᵢⱼ·vⱼ` with `Pᵢⱼ = e^(−p·|aᵢ − vⱼ|) / Σₖ e^(−p·|aᵢ − vₖ|)` and a the sorted values. At p = 0 all are the mean;
 * p = ∞ gives the sorted values themselves. The rows of P add up to 1, its columns need not.
 *
 * Gradient: with D = y − a, s = sign(v − a) and M = P·(v − a − D), `∂yᵢ/∂vⱼ = Pᵢⱼ − p·sᵢⱼ·Mᵢⱼ`, and what is left to 1 goes to the value
 * at aᵢ; values that tie there share it equally. `∂yᵢ/∂p = −Σⱼ |vⱼ − aᵢ|·Mᵢⱼ`.
 *
 * An infinite value stands for itself at its end of the row, gets no gradient, and has no part in the others: −∞ masks an entry out.
 *
 * Takes time for n² pairs per row. The result takes memory for at most a few times `chunk` rows of n numbers, for few rows on
 * backend-wasm: n may be 10⁴. The gradient takes memory for n² numbers per row.
 *
 * @param values - any real numbers, any shape. NaN in a row makes the row NaN.
 * @param p - inverse temperature in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values` that is sorted, default the last; `descending`, default false; `chunk`, see above.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞] or a chunk that is no positive integer, `SHAPE` when shapes do
 * not broadcast or p has several entries along the axis.
 * @see Prillo, Eisenschlos, SoftSort: a continuous relaxation for the argsort operator, 2020, https://arxiv.org/abs/2006.16038
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softSort } from "@gradual/operators"
 * const y = await evaluate(js(), softSort([0.4, 0.1, 0.2], 10))
 * console.log(y.data) // 0.14, 0.19, 0.36
 * ```
 */
export const softSort: Sorting<SortingOptions & ChunkOptions> = sorting("softSort", (rows, p, { chunk }) => {
  const anchors = sharedSort(rows)
  const whole = [0, rows.shape.at(-1) as number] as const
  return concat(spans("softSort", rows, p, chunk, whole).map((span) => softAt(rows, part(anchors, span), p)))
})

/** The catalogue's entry of {@link softSort}. */
export const softSortEntry: CatalogueEntry = {
  name: "softSort",
  kind: "sorted",
  summary: "sorted values, each a mean of all by nearness: simple, and as steep as p says at every n",
  formula: "Σⱼ e^(−p·|a − vⱼ|)·vⱼ / Σⱼ e^(−p·|a − vⱼ|), a = sort v",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the sorted values",
  laws: {
    identityAtOne: fails({ values: [0, 1], p: 1 }, "0.27 and 0.73, not 0 and 1"),
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0, 0.125], p: 1 }, "e^−8 at p = 64 is not 0"),
    staysInUnitInterval: holds,
    preservesOrder: fails({ values: [1, 0], p: 1 }, "the results are in ascending order, wherever the values stood"),
    sumsToOne: fails({ values: [0, 0.5], p: 1 }, "the results add up to 0.5"),
    conservesSum: fails({ values: [0, 0, 1], p: 5 }, "the two zeros gain less than the one loses"),
    permutationEquivariant: fails({ values: [0, 1], p: 1 }, "permuting the values changes nothing"),
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0, 1], p: 1 }, "adding 0.1 to the values adds 0.1 to the results"),
    sharpensWithP: fails(
      { values: [0.3046875, 0.3359375, 0.890625, 0.9140625, 0.328125], p: 8 },
      "two of three near values draw the third: the distance grows from 0.0474 to 0.0483",
    ),
    finiteGradients: holds,
  },
  source: "Prillo, Eisenschlos 2020",
}
