import { add, and, div, eq, mul, ne, sqrt, sum, type Tensor, type TensorLike, tensor, where } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { reals } from "../domain.ts"
import { type OperatorOptions, parametric, scoreDomains } from "../operator.ts"
import { checkOnePerRow } from "../order/one-per-row.ts"
import { projectedRanks } from "../order/permutahedron-rank.ts"
import { rowScores } from "./row-scores.ts"

const apply = parametric("spearman", scoreDomains, { y: { domain: reals, example: 0 } }, (x, [y], p, axis) => {
  checkOnePerRow("spearman", p, axis)
  const along = { axis, keepDims: true }
  const isThere = (v: Tensor) => ne(v, Number.NEGATIVE_INFINITY)
  const isCounted = and(isThere(x), isThere(y as Tensor))
  const count = sum(where(isCounted, tensor(1, x.dtype), 0), along)
  // ranks add up to those of 1, …, n whatever p is: their mean is known
  const deviations = (v: Tensor) => {
    const mean = mul(0.5, add(count, 1))
    return where(isCounted, projectedRanks(where(isCounted, v, Number.NEGATIVE_INFINITY), p, axis, mean), 0)
  }
  const [a, b] = [deviations(x), deviations(y as Tensor)]
  const [aa, bb] = [sum(mul(a, a), along), sum(mul(b, b), along)]
  const isFlat = eq(mul(aa, bb), 0)
  const length = (squares: Tensor) => sqrt(where(isFlat, 1, squares))
  return where(isFlat, 0, div(sum(mul(a, b), along), mul(length(aa), length(bb))))
})

/**
 * Spearman's rank correlation, differentiable: the correlation of the soft ranks of two rows. A loss is `1 − spearman(x, y)`.
 *
 * @remarks
 * `spearman(x, y, p)` is the Pearson correlation of `permutahedronRank(x, p)` and `permutahedronRank(y, p)`: from −1 to 1. At p = ∞ it is
 * Spearman's ρ, with ties at their mean rank. Where all ranks of a row are equal (a constant row, one entry, p = 0) it is 0, with zero
 * gradients. As torchsort computes it with regularization strength 1/p.
 *
 * Takes time and memory for n² pairs: for rows up to about a thousand.
 *
 * @param x - any real scores, any shape; −∞ in either row masks a pair out. NaN in a row makes its result NaN.
 * @param y - what they are compared with; any shape that broadcasts with `x`.
 * @param p - sharpness of both rankings in [0, ∞], default 1; one for each row, of length 1 along the axis.
 * @param options - `axis` of `x` along which entries are ranked; default the last.
 * @returns one correlation per row: the broadcast shape without the axis; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast or p varies within a row.
 * @see Blondel, Teboul, Berthet, Djolonga, Fast differentiable sorting and ranking, 2020, section 6.3.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { spearman } from "@gradual/operators"
 * console.log((await evaluate(js(), spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]))).data) // 0.8321
 * ```
 */
export function spearman(x: TensorLike, y: TensorLike, p: TensorLike = 1, options: OperatorOptions = {}): Tensor {
  return rowScores("spearman", apply, [x, y, p], options)
}

/** What is said of {@link spearman}. */
export const spearmanFunction: DescribedFunction = {
  name: "spearman",
  summary: "Spearman's rank correlation of two rows, by soft ranks",
  formula: "correlation of permutahedronRank(x, p) and permutahedronRank(y, p)",
  tensors: 3,
  source: "Blondel, Teboul, Berthet, Djolonga 2020",
  function: spearman,
}
