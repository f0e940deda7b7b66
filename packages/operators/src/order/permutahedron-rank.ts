import {
  add,
  any,
  argsort,
  broadcastTo,
  cast,
  div,
  eq,
  isNan,
  limitProduct,
  ne,
  sort,
  stopGradient,
  sub,
  sum,
  takeAlongAxis,
  type Tensor,
  type TensorLike,
  tensor,
  where,
  widen,
} from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { notNegative, reals } from "../domain.ts"
import { type Operator, type OperatorOptions, operator } from "../operator.ts"
import { checkOnePerRow } from "./one-per-row.ts"
import { first, gaps, isAfter, places, second } from "./pairs.ts"
import { blocksOf, meansOfRuns } from "./pooling.ts"

const domains = { values: reals, p: notNegative }

const apply: Operator = operator("permutahedronRank", domains, (values, p, axis) => {
  checkOnePerRow("permutahedronRank", p, axis)
  const isLive = ne(values, Number.NEGATIVE_INFINITY)
  const place = argsort(argsort(values, { axis }), { axis })
  const inOrder = blocks(stopGradient(values), stopGradient(p), axis)
  const block = takeAlongAxis(inOrder, broadcastTo(place, { shape: inOrder.shape }), { axis })
  const own = where(isLive, block, -1)
  const together = eq(first(own, axis), second(own, axis))
  const one = tensor(1, values.dtype)
  const count = sum(where(together, one, 0), { axis })
  const mean = (x: Tensor) => div(sum(where(together, x, 0), { axis }), count)
  const masked = sum(where(isLive, 0, one), { axis, keepDims: true })
  const meanRank = add(mean(second(widen(cast(place, { dtype: "float32" })), axis)), sub(1, masked))
  const ranks = where(isLive, add(meanRank, limitProduct(p, mean(gaps(values, axis)))), 0)
  return where(any(isNan(values), { axis, keepDims: true }), Number.NaN, ranks)
})

/** The blocks of entries, in ascending order, that are pooled: of p·v less the ranks. */
function blocks(values: Tensor, p: Tensor, axis: number): Tensor {
  const scores = meansOfRuns(sort(values, { axis }), axis)
  const ranks = meansOfRuns(widen(places(values, axis)), axis)
  const paired = second(p, axis)
  const less = (side: keyof typeof scores) => sub(limitProduct(paired, scores[side]), ranks[side])
  return blocksOf({ fromEnd: less("fromEnd"), fromBefore: less("fromBefore") }, isAfter(values, axis), axis)
}

/**
 * Soft ranks by projection onto the permutahedron, the hull of all orders of 1, …, n: exact, and sparse in its gradients, from a finite p.
 *
 * @remarks
 * `permutahedronRank(v, p) = argmin over r in the permutahedron of ‖r − p·v‖²`. It is isotonic: entries of adjacent ranks are pooled
 * until the results ascend, and an entry of the block B has `mean of B's ranks + p·(v − mean of v over B)`. It is the ranks themselves just
 * if no two adjacent values are nearer than 1/p (or all tie); ties share the mean of their ranks at every p. At p = 0 all ranks are
 * (n + 1)/2. p is 1 over the regularization strength of torchsort and fast-soft-sort, whose `soft_rank` of the same values this is.
 *
 * Gradient: within a block `∂rᵢ/∂vⱼ = p·(δᵢⱼ − 1/|B|)`, `∂rᵢ/∂p = vᵢ − mean of v over B`. Where entries are only just pooled that of the
 * pooled ones is taken.
 *
 * Takes time and memory for n² pairs: for rows up to about a thousand.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out: it has rank 0 and counts for no other. NaN in a row makes the
 * row NaN.
 * @param p - sharpness in [0, ∞], default 1; one for each row: any shape that broadcasts with `values`, of length 1 along the axis.
 * @param options - `axis` of `values` along which entries are ranked; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p varies within a row.
 * @see Blondel, Teboul, Berthet, Djolonga, Fast differentiable sorting and ranking, 2020.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { permutahedronRank } from "@gradual/operators"
 * console.log((await evaluate(js(), permutahedronRank([5, 1, 2]))).data) // 3, 1, 2
 * console.log((await evaluate(js(), permutahedronRank([5, 1, 2], 0.5))).data) // 3, 1.25, 1.75
 * ```
 */
export function permutahedronRank(values: TensorLike, p: TensorLike = 1, options?: OperatorOptions): Tensor {
  return apply(values, p, options)
}

/** The catalogue's entry of {@link permutahedronRank}. */
export const permutahedronRankEntry: CatalogueEntry = {
  name: "permutahedronRank",
  kind: "ranks",
  summary: "ranks by projection onto the permutahedron: exact where values are 1/p apart, linear between",
  formula: "argmin over r in P(1, …, n) of ‖r − p·v‖²",
  domains,
  defaultP: 1,
  limit: "the ranks, tied entries at their mean",
  laws: {
    identityAtOne: fails({ values: [0, 0.5], p: 1 }, "1.25 and 1.75, not 0 and 0.5"),
    hardLimit: holds,
    exactAtFiniteP: holds,
    staysInUnitInterval: fails({ values: [0, 0.5], p: 1 }, "ranks run from 1 to n"),
    preservesOrder: holds,
    sumsToOne: fails({ values: [0, 0.5], p: 1 }, "the ranks add up to n(n + 1)/2, here 3"),
    conservesSum: fails({ values: [0, 0.5], p: 1 }, "the ranks add up to 3, the values to 0.5"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: holds,
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Blondel, Teboul, Berthet, Djolonga 2020",
}
