import { broadcastTo, straightThrough, type Tensor, type TensorLike } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { operator, scoreDomains } from "../operator.ts"
import { scaledSoftmaxRows } from "../scaled-softmax.ts"
import { checkTies, type HardOptions, hardArgmaxRows } from "./hard-argmax.ts"
import { withoutMaskedRows } from "./masked-rows.ts"

/**
 * The hard choice with a soft gradient: the values of {@link hardArgmax}, bit for bit, the gradient of {@link scaledSoftmax}.
 *
 * @remarks
 * p only says how far the gradient reaches: small p spreads it over all entries, large p leaves it to those near the maximum.
 * At p = ∞ it is zero. The gradient is biased: that of a function which this only resembles.
 *
 * The same for another pair of functions of one shape: core's `straightThrough(hard, soft)`, as
 * `straightThrough(hardArgmax(v), powerNormalize(v, p))`.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out (for p > 0), and a row of −∞ gives zeros. NaN in a row makes
 * the row NaN.
 * @param p - inverse temperature of the gradient in [0, ∞]; any shape that broadcasts with `values`. Default 1.
 * @param options - `axis` of `values` along which entries compete, default the last; `ties` as in {@link hardArgmax}.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞] or other `ties`, `SHAPE` when shapes do not broadcast.
 * @see Bengio, Léonard and Courville, Estimating or propagating gradients through stochastic neurons, 2013.
 * @example
 * ```ts
 * import { evaluate, grad, mul, sum, type TensorLike } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { straightThroughArgmax } from "@gradual/operators"
 * const picked = (v: TensorLike) => sum(mul([1, 2], straightThroughArgmax(v)))
 * console.log((await evaluate(js(), picked([0, 0.5]))).data[0]) // 2
 * console.log((await evaluate(js(), grad(picked)([0, 0]))).data) // -0.25, 0.25
 * ```
 */
export function straightThroughArgmax(
  values: TensorLike,
  p: TensorLike = 1,
  { axis = -1, ties = "first" }: HardOptions = {},
): Tensor {
  checkTies("straightThroughArgmax", ties)
  const rows = operator("straightThroughArgmax", scoreDomains, (v, e, along) => {
    const soft = scaledSoftmaxRows(withoutMaskedRows(v, along), e, along)
    return straightThrough(broadcastTo(hardArgmaxRows(v, along, ties), { shape: soft.shape }), soft)
  })
  return rows(values, p, { axis })
}

/** The catalogue's entry of {@link straightThroughArgmax}. */
export const straightThroughArgmaxEntry: CatalogueEntry = {
  name: "straightThroughArgmax",
  kind: "choice",
  summary: "the hard choice at every p, with the gradient of scaledSoftmax: what a program sees is what it will use",
  formula: "[v = max v], with the derivative of e^(p·v) / Σ e^(p·v)",
  domains: scoreDomains,
  defaultP: 1,
  limit: "the choice itself, without a gradient",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "0 and 1, not 0.2 and 0.4"),
    hardLimit: holds,
    exactAtFiniteP: holds,
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: holds,
    conservesSum: fails({ values: [0.2, 0.4], p: 1 }, "the results add up to 1, the values to 0.6"),
    permutationEquivariant: fails({ values: [0.5, 0.5], p: 1 }, "of equal maxima the first gets all"),
    continuousAtTies: fails(
      { values: [0.5], p: 1 },
      "the second of two equal ones gets all as soon as the first is less",
    ),
    shiftInvariant: fails(
      { values: [0, 2 ** -40], p: 1 },
      "0.1 added rounds both to 0.1: a tie, of which the first gets all",
    ),
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Bengio, Léonard and Courville 2013",
}
