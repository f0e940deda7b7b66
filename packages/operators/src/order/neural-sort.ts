import { concat } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { type ChunkOptions, spans } from "./chunks.ts"
import { meansAt } from "./distances.ts"
import { neuralExponents } from "./neural-exponents.ts"
import { type Sorting, type SortingOptions, sorting } from "./sorting.ts"
import { scoreDomains } from "../operator.ts"

/**
 * NeuralSort: each position of the sorted row holds the mean of all values in the shares of a softmax that is highest at the value that
 * belongs there.
 *
 * @remarks
 * `neuralSort(v, p)ᵢ = Σⱼ Pᵢⱼ·vⱼ` with `P = softmax over j of p·((2i − n − 1)·vⱼ − Aⱼ)` and `Aⱼ = Σₖ |vⱼ − vₖ|`, for i from 1. At p = 0 all
 * are the mean; p = ∞ gives the sorted values themselves. The exponents grow with n: the same p is sharper than in `softSort`. The rows
 * of P add up to 1, its columns need not.
 *
 * Gradient: with `Mᵢⱼ = Pᵢⱼ·(vⱼ − yᵢ)`, `∂yᵢ/∂vⱼ = Pᵢⱼ + p·((2i − n − 1)·Mᵢⱼ − Σₖ sign(vⱼ − vₖ)·(Mᵢⱼ − Mᵢₖ))`,
 * `∂yᵢ/∂p = Σⱼ Mᵢⱼ·((2i − n − 1)·vⱼ − Aⱼ)`. Where values tie this is the mean over the orders in which they may stand.
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
 * @see Grover, Wang, Zweig, Ermon, Stochastic optimization of sorting networks via continuous relaxations, 2019,
 * https://arxiv.org/abs/1903.08850
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { neuralSort } from "@gradual/operators"
 * const y = await evaluate(js(), neuralSort([0.4, 0.1, 0.2], 10))
 * console.log(y.data) // 0.13, 0.19, 0.37
 * ```
 */
export const neuralSort: Sorting<SortingOptions & ChunkOptions> = sorting("neuralSort", (rows, p, { chunk }) => {
  const at = neuralExponents(rows, p)
  return concat(
    spans("neuralSort", rows, p, chunk, [0, rows.shape.at(-1) as number]).map((span) => {
      const { anchors, exponents, difference } = at(span)
      return meansAt(anchors, exponents, difference)
    }),
  )
})

/** The catalogue's entry of {@link neuralSort}. */
export const neuralSortEntry: CatalogueEntry = {
  name: "neuralSort",
  kind: "sorted",
  summary: "sorted values, each a mean of all in the shares of a softmax: sharper the more values there are",
  formula: "Σⱼ Pᵢⱼ·vⱼ, P = softmax p·((2i − n − 1)·v − Σₖ |v − vₖ|)",
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
    conservesSum: fails({ values: [0, 0, 1], p: 1 }, "the two zeros gain less than the one loses"),
    permutationEquivariant: fails({ values: [0, 1], p: 1 }, "permuting the values changes nothing"),
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0, 1], p: 1 }, "adding 0.1 to the values adds 0.1 to the results"),
    sharpensWithP: fails(
      { values: [0.75, 0.875, 0.125, 0], p: 3.875 },
      "what two neighbours gain from a third cancels at one p",
    ),
    finiteGradients: holds,
  },
  source: "Grover, Wang, Zweig, Ermon 2019",
}
