import {
  add,
  cast,
  clip,
  eq,
  fail,
  floor,
  gt,
  isNan,
  isTensor,
  maximum,
  minimum,
  mul,
  reshape,
  show,
  sub,
  type Tensor,
  type TensorLike,
  takeAlongAxis,
  tensor,
  where,
} from "@gradual/core"
import { checkDomain, unitInterval } from "../domain.ts"
import type { DescribedFunction } from "../described.ts"
import { inDtypeOf } from "../in-dtype.ts"
import type { OperatorOptions } from "../operator.ts"
import { finitePlaces } from "./finite.ts"
import { fromLast, onRows } from "./rows.ts"
import { softAt } from "./soft-sort.ts"
import { sharedSort } from "./ties.ts"

/** What a quantile between two positions is: their interpolation, one of them, or their mean. */
export type QuantileMethod = "linear" | "lower" | "higher" | "nearest" | "midpoint"

/** Options of quantiles. */
export interface QuantileOptions extends OperatorOptions {
  /** Default linear. */
  readonly method?: QuantileMethod
}

/** The weight of the upper of two neighbours, of how far between them the quantile lies. */
const weights: Readonly<Record<QuantileMethod, (between: Tensor) => Tensor>> = {
  linear: (between) => between,
  lower: (between) => mul(between, 0),
  higher: (between) => inDtypeOf(between, gt(between, 0)),
  nearest: (between) => inDtypeOf(between, gt(between, 0.5)),
  midpoint: (between) => mul(0.5, inDtypeOf(between, gt(between, 0))),
}

/**
 * Quantiles by SoftSort: what stands at position q·(n − 1) of the soft sorted row, several at once.
 *
 * @remarks
 * `softQuantile(v, q, p) = (1 − f)·sₖ + f·sₖ₊₁` with s = softSort(v, p), k + f = q·(n − 1) and k whole, from 0. Only the positions that
 * are asked for are computed: time and memory are for two rows of n pairs per quantile. At p = ∞ it is the quantile.
 *
 * Gradient: that of `softSort`; with the linear method also `∂/∂q = (n − 1)·(sₖ₊₁ − sₖ)`, at a position that of the interval above it.
 *
 * Infinite values are not counted: −∞ masks an entry out. A row without finite values gives 0.
 *
 * @param values - any real numbers, any shape of at least one axis (a scalar is a row of one). NaN in a row makes the row NaN.
 * @param q - in [0, 1]: a number or a list of several.
 * @param p - inverse temperature in [0, ∞], default 1: one per row, of length 1 along the axis.
 * @param options - `axis` of `values`, default the last; `method`: linear, lower, higher, nearest (halves to the lower) or midpoint.
 * @returns the broadcast shape without the axis for one q, with as many entries along it as a list has; float64 if an argument is,
 * else float32.
 * @throws GradualError `VALUE` for plain numbers outside their domains or an unknown method, `SHAPE` when shapes do not broadcast, q has
 * more than one axis, p several entries along the axis, or a row none.
 * @see Hyndman, Fan, Sample quantiles in statistical packages, 1996, definition 7 (linear); Prillo, Eisenschlos 2020 (SoftSort)
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softQuantile } from "@gradual/operators"
 * const y = await evaluate(js(), softQuantile([4, 1, 2], [0, 0.75], 100))
 * console.log(y.data) // 1, 3
 * ```
 */
export function softQuantile(
  values: TensorLike,
  q: TensorLike,
  p: TensorLike = 1,
  options: QuantileOptions = {},
): Tensor {
  return quantile("softQuantile", values, q, p, options)
}

/** The same under the name of the function that was called. */
export function quantile(
  op: string,
  values: TensorLike,
  q: TensorLike,
  p: TensorLike,
  options: QuantileOptions,
): Tensor {
  const { method = "linear" } = options
  if (!Object.hasOwn(weights, method))
    throw fail("VALUE", op, `method must be one of ${Object.keys(weights).join(", ")}`, `method=${show(method)}`)
  checkDomain(op, "q", q, unitInterval)
  // plain numbers keep their digits: 0.7 of float32 lies below 0.7, and the position that it asks for below another
  const own = isPlain(q) ? [] : [q]
  return onRows(op, [values, p, ...own], options, (rows, e, axis, asked) => {
    const levels = asked ?? tensor(q, "float64")
    if (levels.shape.length > 1)
      throw fail("SHAPE", op, "q must be a number or a list", `q of shape ${show(levels.shape)}`)
    if (rows.shape.at(-1) === 0) throw fail("SHAPE", op, "a row without entries has no quantiles", show(rows.shape))
    const y = interpolated(rows, reshape(levels, { shape: [levels.shape[0] ?? 1] }), e, method)
    return levels.shape.length === 0 ? reshape(y, { shape: y.shape.slice(0, -1) }) : fromLast(y, axis)
  })
}

function isPlain(q: TensorLike): boolean {
  return typeof q === "number" || (Array.isArray(q) && !isTensor(q))
}

function interpolated(rows: Tensor, q: Tensor, p: Tensor, method: QuantileMethod): Tensor {
  const { first, count } = finitePlaces(rows)
  const last = add(first, maximum(sub(count, 1), 0))
  const at = add(first, mul(clip(q, { min: 0, max: 1 }), sub(last, first)))
  // the last interval is closed: there the linear method has a slope
  const highest = method === "linear" ? maximum(sub(last, 1), first) : last
  const below = minimum(floor(where(isNan(at), first, at)), highest)
  const between = sub(at, below)
  const weight = where(isNan(between), between, weights[method](between))
  const sorted = sharedSort(rows)
  const standing = (place: Tensor) => {
    const inside = minimum(place, (rows.shape.at(-1) as number) - 1)
    return softAt(rows, takeAlongAxis(sorted, cast(inside, { dtype: "int32" })), p)
  }
  const [lower, upper] = [standing(below), standing(minimum(add(below, 1), last))]
  return where(eq(count, 0), 0, add(lower, mul(weight, sub(upper, lower))))
}

/** What `functions` says of {@link softQuantile}. */
export const softQuantileFunction: DescribedFunction = {
  name: "softQuantile",
  summary: "quantiles by SoftSort, several at once, differentiable also in their level",
  formula: "(1 − f)·sₖ + f·sₖ₊₁, s = softSort(v, p), k + f = q·(n − 1)",
  tensors: 3,
  source: "Hyndman, Fan 1996; Prillo, Eisenschlos 2020",
  function: softQuantile,
}
