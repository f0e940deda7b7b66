import type { Tensor, TensorLike } from "@gradual/core"
import type { DescribedFunction } from "../described.ts"
import { sigmoidTopKRows } from "../subset/sigmoid-top-k.ts"
import { straightThroughTopK } from "../subset/straight-through-top-k.ts"
import { subset } from "../subset/subset.ts"
import type { DrawOptions } from "./gumbel-softmax.ts"
import { perturb } from "./perturb.ts"

/**
 * A soft draw of k entries without replacement: {@link sigmoidTopK} of logits + noise. With noise of {@link gumbelNoise} its k largest, and
 * with `hard` its value, are drawn one after the other from the softmax of the logits of what is left.
 *
 * @remarks
 * The noise is an argument: who gives the same noise gets the same draw, with `hard` bit for bit on every backend, as logits and
 * noise are added in their own dtype. For a sparse one: `softTopK(add(logits, noise), k, p)`. Gradient: that of
 * {@link sigmoidTopK} at logits + noise; the noise gets its own.
 *
 * @param logits - any real scores, any shape; −∞ is never drawn, whatever the noise. NaN in a row makes the row NaN.
 * @param noise - any shape that broadcasts with `logits`: axes before those of the logits are further draws.
 * @param k - how many in [0, n], as in {@link sigmoidTopK}.
 * @param p - sharpness in [0, ∞]; any shape that broadcasts with the others. Default 1.
 * @param options - `axis` of `logits` along which entries compete, default the last; `hard`.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞] or k outside [0, n], `SHAPE` when shapes do not broadcast or k
 * is not one number per row.
 * @see Kool, van Hoof and Welling, Stochastic beams and where to find them, 2019; Xie and Ermon, Reparameterizable subset sampling
 * via continuous relaxations, 2019.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { gumbelTopK } from "@gradual/operators"
 * const noise = [0, 3, 0, 0] // from gumbelNoise({ shape: [4], random })
 * console.log((await evaluate(js(), gumbelTopK([1, 0, 2, 0], noise, 2, 1, { hard: true }))).data) // 0, 1, 1, 0
 * ```
 */
export function gumbelTopK(
  logits: TensorLike,
  noise: TensorLike,
  k: TensorLike,
  p: TensorLike = 1,
  { axis = -1, hard = false }: DrawOptions = {},
): Tensor {
  const { scores, axis: along } = perturb("gumbelTopK", logits, noise, axis)
  const draw = hard ? straightThroughTopK : subset("gumbelTopK", sigmoidTopKRows)
  return draw(scores, k, p, { axis: along })
}

/** What is said of {@link gumbelTopK}. */
export const gumbelTopKFunction: DescribedFunction = {
  name: "gumbelTopK",
  summary: "a soft draw of k entries without replacement, of noise that is given; hard with the soft gradient",
  formula: "σ(p·(l + g) − s) with s such that the sum is k",
  tensors: 4,
  source: "Kool, van Hoof and Welling 2019; Xie and Ermon 2019",
  function: gumbelTopK,
}
