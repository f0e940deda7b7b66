import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { compared, gapsOf, oddEvenLayers, pairsFrom, rowsOf, stateOf, withPairs } from "./comparators.ts"
import { asColumn } from "./rows.ts"
import { type Sorting, sorting } from "./sorting.ts"
import { scoreDomains } from "../operator.ts"

/**
 * The odd-even transposition network with soft comparators: n layers, in each of which neighbours are exchanged as far as they are out
 * of order. Their sum stays as it is at every p.
 *
 * @remarks
 * A comparator of a and b, δ = b − a, gives `a + f·δ` and `b − f·δ` with `f = ½ − atan(p·δ)/π`: Cauchy's distribution. At p = 0 it
 * gives both the mean; p = ∞ sorts. Unlike a logistic f it is monotone (a larger value never makes a result smaller), and its gradient fades
 * with a power of p·δ. The network is smooth, also where values tie. At low p the results need not be in ascending order, and depend on
 * the order in which the values come.
 *
 * Gradient: that of the comparators, `∂(a + f·δ)/∂b = f − u/(π·(1 + u²))` with u = p·δ, and 1 less that for a;
 * `∂(a + f·δ)/∂p = −δ²/(π·(1 + u²))`.
 *
 * An infinite value is exchanged as if p were ∞, and gets no gradient. The others then meet in an order that depends on where it stood.
 *
 * Any n: no padding, so nothing leaks. The program has n layers, and their gradient needs memory for n² numbers per row: for rows of up
 * to some hundreds.
 *
 * @param values - any real numbers, any shape. NaN in a row makes the row NaN.
 * @param p - steepness in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values` that is sorted, default the last; `descending`, default false.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p has several entries
 * along the axis.
 * @see Petersen, Borgelt, Kuehne, Deussen, Monotonic differentiable sorting networks, 2022, https://arxiv.org/abs/2203.09630
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { oddEvenSort } from "@gradual/operators"
 * const y = await evaluate(js(), oddEvenSort([0.4, 0.1, 0.2], 10))
 * console.log(y.data) // 0.16, 0.20, 0.34
 * ```
 */
export const oddEvenSort: Sorting = sorting("oddEvenSort", (rows, p) => {
  let state = stateOf("oddEvenSort", rows, p)
  oddEvenLayers(rows.shape.at(-1) as number, (from) => {
    const pairs = pairsFrom(state, from)
    state = withPairs(state, from, compared(pairs, gapsOf(pairs, asColumn(p))))
  })
  return rowsOf(state)
})

/** The catalogue's entry of {@link oddEvenSort}. */
export const oddEvenSortEntry: CatalogueEntry = {
  name: "oddEvenSort",
  kind: "sorted",
  summary: "a sorting network of soft comparators: conserves the sum, smooth also at ties, monotone",
  formula: "n layers of a + f·δ, b − f·δ with δ = b − a, f = ½ − atan(p·δ)/π",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the sorted values",
  laws: {
    identityAtOne: fails({ values: [0, 1], p: 1 }, "0.25 and 0.75, not 0 and 1"),
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0, 0.125], p: 1 }, "the share of the other at p = 64 is 0.04, and falls as 1/p"),
    staysInUnitInterval: holds,
    preservesOrder: fails({ values: [1, 0], p: 1 }, "the results are in ascending order, wherever the values stood"),
    sumsToOne: fails({ values: [0, 0.5], p: 1 }, "the results add up to 0.5"),
    conservesSum: holds,
    permutationEquivariant: fails({ values: [0, 1], p: 1 }, "permuting the values changes nothing"),
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0, 1], p: 1 }, "adding 0.1 to the values adds 0.1 to the results"),
    sharpensWithP: fails(
      { values: [0.4921875, 0.3046875, 0.578125, 0.5, 0.7734375, 0.5859375], p: 1 },
      "the distance grows from 0.3006 to 0.3026",
    ),
    finiteGradients: holds,
  },
  source: "Petersen, Borgelt, Kuehne, Deussen 2022; the network: Habermann 1972",
}
