import type { Tensor, TensorLike } from "@gradual/core"
import { straightThroughArgmax } from "../choice/straight-through-argmax.ts"
import { maskedSoftmaxRows } from "../choice/masked-rows.ts"
import type { DescribedFunction } from "../described.ts"
import { operator, scoreDomains } from "../operator.ts"
import { perturb } from "./perturb.ts"

/** Options of what is drawn with noise. */
export interface DrawOptions {
  /** The axis of the logits along which entries compete. Default the last. */
  readonly axis?: number
  /** Whether the value is the hard draw itself, with the gradient of the soft one. Default false. */
  readonly hard?: boolean
}

/**
 * A soft draw of one entry: `softmax(p·(logits + noise))`. With noise of {@link gumbelNoise} its maximum, and with `hard` its value, is a
 * draw from the softmax of the logits.
 *
 * @remarks
 * The noise is an argument: who gives the same noise gets the same draw, with `hard` bit for bit on every backend, as logits and
 * noise are added in their own dtype. Gradient: that of {@link scaledSoftmax} at logits + noise; the noise gets its own.
 *
 * @param logits - any real scores, any shape; −∞ is never drawn, whatever the noise (for p > 0), and a row of −∞ gives zeros. NaN in a
 * row makes the row NaN.
 * @param noise - any shape that broadcasts with `logits`: axes before those of the logits are further draws.
 * @param p - inverse temperature in [0, ∞]; any shape that broadcasts with both. Default 1.
 * @param options - `axis` of `logits` along which entries compete, default the last; `hard`.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], `SHAPE` when shapes do not broadcast.
 * @see Jang, Gu and Poole, Categorical reparameterization with Gumbel-softmax, 2017; Maddison, Mnih and Teh, The concrete
 * distribution, 2017.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { gumbelSoftmax } from "@gradual/operators"
 * const noise = [[0.5, 0, 0], [0, 0, 2]] // two draws; from gumbelNoise({ shape: [2, 3], random })
 * const drawn = await evaluate(js(), gumbelSoftmax([1, 1, 0], noise, 2, { hard: true }))
 * console.log(drawn.data) // 1, 0, 0, 0, 0, 1
 * ```
 */
export function gumbelSoftmax(
  logits: TensorLike,
  noise: TensorLike,
  p: TensorLike = 1,
  { axis = -1, hard = false }: DrawOptions = {},
): Tensor {
  const { scores, axis: along } = perturb("gumbelSoftmax", logits, noise, axis)
  if (hard) return straightThroughArgmax(scores, p, { axis: along })
  return operator("gumbelSoftmax", scoreDomains, maskedSoftmaxRows)(scores, p, { axis: along })
}

/** What is said of {@link gumbelSoftmax}. */
export const gumbelSoftmaxFunction: DescribedFunction = {
  name: "gumbelSoftmax",
  summary: "a soft draw of one entry, of noise that is given; hard with the soft gradient",
  formula: "e^(p·(l + g)) / Σ e^(p·(l + g))",
  tensors: 3,
  source: "Jang, Gu and Poole 2017; Maddison, Mnih and Teh 2017",
  function: gumbelSoftmax,
}
