import {
  add,
  cast,
  div,
  eq,
  fail,
  mean,
  mul,
  neg,
  normalizeAxis,
  operands,
  sameShape,
  show,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  type TensorLike,
  where,
  widen,
  withGradient,
} from "@gradual/core"
import { hardArgmaxRows } from "../choice/hard-argmax.ts"
import type { DescribedFunction } from "../described.ts"
import { checkDomain, positive } from "../domain.ts"
import { slopeFactor, isOnePerRow } from "../exponent.ts"
import type { OperatorOptions } from "../operator.ts"

/**
 * The mean of hard choices under noise: `E[y*(scores + Z/p)]`, with y* the one-hot of the maximum, over the samples of Z that are given.
 * Its gradient is an estimate from the same samples.
 *
 * @remarks
 * With noise of {@link gaussianNoise} and many samples it is smooth in the scores, and one-hot as p → ∞; with that of
 * {@link gumbelNoise} at p = 1 the values are a softmax, but the gradient is right for Gaussian noise only. Equal scores: the
 * first leads. The values are the same bit for bit on every backend, as sums of ones; noise and scores are added in their own
 * dtype.
 *
 * Gradient, over the samples s, with the unperturbed choice as control variate, so that its variance stays bounded as p grows:
 * with uₛ = ⟨dy, y*(scores + Zₛ/p) − y*(scores)⟩ it is `∂/∂scores = p·mean(uₛ·Zₛ)` and
 * `∂/∂p = −mean(uₛ·(|Zₛ|² − n))/p`, n the entries that are not masked; none for the noise. Where p = ∞ it is 0. Derivatives of
 * this estimate take the choices for constants: they are no estimate of the second derivative.
 *
 * @param scores - any real scores, at least one axis; −∞ is never chosen and gets no gradient. NaN in a row makes the row NaN.
 * @param noise - samples along a first axis: shape [samples, ...shape of `scores`].
 * @param p - sharpness in (0, ∞], the inverse of the noise's scale: a number, or one for each row. Default 1.
 * @param options - `axis` of `scores` along which entries compete; default the last.
 * @returns the shape of `scores`; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside (0, ∞], `SHAPE` when shapes do not fit.
 * @see Berthet et al., Learning with differentiable perturbed optimizers, 2020.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { perturbedArgmax } from "@gradual/operators"
 * const noise = [[1, 0], [0, 1], [0.5, -1], [-1, 0.25]] // from gaussianNoise({ shape: [4, 2], random })
 * console.log((await evaluate(js(), perturbedArgmax([0.5, 0], noise))).data) // 0.5, 0.5
 * ```
 */
export function perturbedArgmax(
  scores: TensorLike,
  noise: TensorLike,
  p: TensorLike = 1,
  { axis = -1 }: OperatorOptions = {},
): Tensor {
  checkDomain("perturbedArgmax", "p", p, positive)
  const [theta, z, sharpness] = operands("perturbedArgmax", "float", [scores, noise, p]) as [Tensor, Tensor, Tensor]
  const fromEnd = normalizeAxis("perturbedArgmax", axis, theta.shape.length) - theta.shape.length
  checkShapes(theta, z, sharpness, fromEnd)
  const along = { axis: fromEnd, keepDims: true }
  const samples = widen(stopGradient(z))
  const choose = (v: Tensor) => widen(hardArgmaxRows(v, fromEnd, "first"))
  const expected = withGradient(
    (v: Tensor, e: Tensor) => mean(choose(add(v, div(z, e))), { axis: 0 }),
    (dy, _y, [v, e]) => {
      const gain = sum(mul(dy, sub(choose(add(v, div(z, e))), choose(v))), along)
      const isMasked = eq(v, Number.NEGATIVE_INFINITY)
      const size = sum(where(isMasked, 0, sub(square(samples), 1)), along)
      const wide = widen(e)
      return [
        where(isMasked, 0, mul(slopeFactor(wide), mean(mul(gain, samples), { axis: 0 }))),
        neg(div(mean(mul(gain, size), { axis: 0 }), wide)),
      ]
    },
  )
  return cast(expected(theta, sharpness), { dtype: theta.dtype })
}

function checkShapes(scores: Tensor, noise: Tensor, p: Tensor, axis: number): void {
  const [samples, ...rest] = noise.shape
  if (samples === undefined || samples === 0 || !sameShape(rest, scores.shape))
    throw fail(
      "SHAPE",
      "perturbedArgmax",
      "noise must have a first axis of samples, then the shape of scores",
      `noise of shape ${show(noise.shape)} for scores of shape ${show(scores.shape)}`,
    )
  const isPerRow =
    p.shape.length <= scores.shape.length &&
    p.shape.every((length, i) => length === 1 || length === scores.shape.at(i - p.shape.length)) &&
    isOnePerRow(p, axis)
  if (!isPerRow)
    throw fail(
      "SHAPE",
      "perturbedArgmax",
      "p must be a number, or one for each row of scores",
      `shape ${show(p.shape)}`,
    )
}

/** What is said of {@link perturbedArgmax}. */
export const perturbedArgmaxFunction: DescribedFunction = {
  name: "perturbedArgmax",
  summary: "the mean of hard choices under noise that is given, with an estimate of its gradient",
  formula: "mean of y*(v + Z/p) over the samples Z",
  tensors: 3,
  source: "Berthet et al. 2020",
  function: perturbedArgmax,
}
