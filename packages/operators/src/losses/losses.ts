import { clip, logSoftmax, neg, takeAlongAxis, type Tensor, type TensorLike, tensor } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { checkDomain } from "../domain.ts"
import { alphas } from "../entmax/entmax.ts"
import { euclidean, halfway, tsallis } from "./entropies.ts"
import { fenchelYoung } from "./fenchel-young.ts"
import { labelled, type LossOptions } from "./labelled.ts"

/**
 * Cross-entropy of class labels: `ln Σ eˣ − x_y`, the loss of softmax.
 *
 * @remarks Gradient: softmax(x) − e_y, exactly 0 for masked classes.
 *
 * @param scores - logits, any real; −∞ masks a class out. A label of a masked class loses ∞, a row of masked classes 0.
 * @param labels - int32, the shape of `scores` without the axis of the classes. A negative label is ignored: loss 0, gradient 0.
 * One that is no class is an `INDEX` error when the program runs.
 * @param options - `axis` of the classes; default the last.
 * @returns a loss for each row: the shape of `labels`; float64 if `scores` are, else float32.
 * @throws GradualError `SHAPE` when labels and scores do not agree, `DTYPE` for labels that are not int32.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { crossEntropyLoss } from "@gradual/operators"
 * console.log((await evaluate(js(), crossEntropyLoss([[0, 0], [3, 5]], [1, 1]))).data) // 0.693, 0.127
 * ```
 */
export function crossEntropyLoss(scores: TensorLike, labels: TensorLike, options: LossOptions = {}): Tensor {
  return labelled("crossEntropyLoss", scores, labels, [], options, (x, label, _none, axis) =>
    neg(takeAlongAxis(logSoftmax(x, { axis }), label, { axis })),
  )
}

/**
 * The loss of {@link sparsemax}: `(1 − Σ p²)/2 + ⟨p − e_y, x⟩` with p = sparsemax(x). It is 0 as soon as the label's score leads by 1.
 *
 * @remarks Gradient: p − e_y, exactly.
 *
 * @param scores - any real scores; −∞ masks a class out. A label of a masked class loses ∞, a row of masked classes 0.
 * @param labels - int32, the shape of `scores` without the axis of the classes. A negative label is ignored: loss 0, gradient 0.
 * One that is no class is an `INDEX` error when the program runs.
 * @param options - `axis` of the classes; default the last.
 * @returns a loss for each row: the shape of `labels`; float64 if `scores` are, else float32.
 * @throws GradualError `SHAPE` when labels and scores do not agree, `DTYPE` for labels that are not int32.
 * @see Martins and Astudillo, From Softmax to Sparsemax, 2016.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { sparsemaxLoss } from "@gradual/operators"
 * console.log((await evaluate(js(), sparsemaxLoss([[0.5, 0], [2, 0]], [1, 0]))).data) // 0.5625, 0
 * ```
 */
export function sparsemaxLoss(scores: TensorLike, labels: TensorLike, options: LossOptions = {}): Tensor {
  return labelled("sparsemaxLoss", scores, labels, [], options, (x, label, _none, axis) =>
    fenchelYoung(euclidean, x, label, tensor(2, x.dtype), axis),
  )
}

/**
 * The loss of {@link entmax15}: `(4/3)(1 − Σ p^1.5) + ⟨p − e_y, x⟩` with p = entmax15(x). It is 0 as soon as the label's score leads
 * by 2.
 *
 * @remarks Gradient: p − e_y, exactly.
 *
 * @param scores - any real scores; −∞ masks a class out. A label of a masked class loses ∞, a row of masked classes 0.
 * @param labels - int32, the shape of `scores` without the axis of the classes. A negative label is ignored: loss 0, gradient 0.
 * One that is no class is an `INDEX` error when the program runs.
 * @param options - `axis` of the classes; default the last.
 * @returns a loss for each row: the shape of `labels`; float64 if `scores` are, else float32.
 * @throws GradualError `SHAPE` when labels and scores do not agree, `DTYPE` for labels that are not int32.
 * @see Peters, Niculae and Martins, Sparse Sequence-to-Sequence Models, 2019.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { entmax15Loss } from "@gradual/operators"
 * console.log((await evaluate(js(), entmax15Loss([0.31, -0.52, 1.23, 0.08, 0.77], 3))).data) // 1.377
 * ```
 */
export function entmax15Loss(scores: TensorLike, labels: TensorLike, options: LossOptions = {}): Tensor {
  return labelled("entmax15Loss", scores, labels, [], options, (x, label, _none, axis) =>
    fenchelYoung(halfway, x, label, tensor(1.5, x.dtype), axis),
  )
}

/**
 * The loss of {@link entmax}: `(1 − Σ p^α)/(α(α − 1)) + ⟨p − e_y, x⟩` with p = entmax(x, α); cross-entropy at α = 1. It is 0 as soon as
 * the label's score leads by 1/(α − 1).
 *
 * @remarks Gradient: p − e_y by the scores, and by α that of the entropy alone, as p maximizes (the envelope theorem).
 *
 * @param scores - any real scores; −∞ masks a class out. A label of a masked class loses ∞, a row of masked classes 0.
 * @param labels - int32, the shape of `scores` without the axis of the classes. A negative label is ignored: loss 0, gradient 0.
 * One that is no class is an `INDEX` error when the program runs.
 * @param alpha - in [1, 50], default 1.5; one number for a row. A tensor's numbers outside are clamped and get no gradient.
 * @param options - `axis` of the classes; default the last.
 * @returns a loss for each row: the shape of `scores` and `alpha` together, without the axis; float64 if either is, else float32.
 * @throws GradualError `VALUE` for a plain number alpha outside [1, 50], `SHAPE` when shapes do not agree, `DTYPE` for labels that
 * are not int32.
 * @see Blondel, Martins and Niculae, Learning with Fenchel-Young Losses, 2020.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { entmaxLoss } from "@gradual/operators"
 * console.log((await evaluate(js(), entmaxLoss([0.31, -0.52, 1.23, 0.08, 0.77], 3, 1.25))).data) // 1.602
 * ```
 */
export function entmaxLoss(
  scores: TensorLike,
  labels: TensorLike,
  alpha: TensorLike = 1.5,
  options: LossOptions = {},
): Tensor {
  checkDomain("entmaxLoss", "alpha", alpha, alphas)
  return labelled("entmaxLoss", scores, labels, [alpha], options, (x, label, [order], axis) =>
    fenchelYoung(tsallis, x, label, clip(order as Tensor, alphas), axis),
  )
}

const source = "Blondel, Martins and Niculae 2020"

/** What is said of {@link crossEntropyLoss}. */
export const crossEntropyLossFunction: DescribedFunction = {
  name: "crossEntropyLoss",
  summary: "cross-entropy of class labels: the loss of softmax",
  formula: "ln Σ eˣ − x_y",
  tensors: 2,
  source,
  function: crossEntropyLoss,
}

/** What is said of {@link sparsemaxLoss}. */
export const sparsemaxLossFunction: DescribedFunction = {
  name: "sparsemaxLoss",
  summary: "the loss of sparsemax: 0 as soon as the label's score leads by 1",
  formula: "(1 − Σ p²)/2 + ⟨p − e_y, x⟩, p = sparsemax(x)",
  tensors: 2,
  source: "Martins and Astudillo 2016",
  function: sparsemaxLoss,
}

/** What is said of {@link entmax15Loss}. */
export const entmax15LossFunction: DescribedFunction = {
  name: "entmax15Loss",
  summary: "the loss of entmax15: 0 as soon as the label's score leads by 2",
  formula: "(4/3)(1 − Σ p^1.5) + ⟨p − e_y, x⟩, p = entmax15(x)",
  tensors: 2,
  source: "Peters, Niculae and Martins 2019",
  function: entmax15Loss,
}

/** What is said of {@link entmaxLoss}. */
export const entmaxLossFunction: DescribedFunction = {
  name: "entmaxLoss",
  summary: "the loss of entmax for any α, which may be learned with it; cross-entropy at α = 1",
  formula: "(1 − Σ p^α)/(α(α − 1)) + ⟨p − e_y, x⟩, p = entmax(x, α)",
  tensors: 3,
  source,
  function: entmaxLoss,
}
