import { broadcastTo, straightThrough, type Tensor, type TensorLike } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "../catalogue-entry.ts"
import { checkTies, type HardOptions } from "../choice/hard-argmax.ts"
import { hardTopKRows } from "./hard-top-k.ts"
import { sigmoidTopKRows } from "./sigmoid-top-k.ts"
import { count, subset } from "./subset.ts"
import { scoreDomains } from "../operator.ts"

/**
 * The hard k largest with a soft gradient: the values of {@link hardTopK}, bit for bit, the gradient of {@link sigmoidTopK}.
 *
 * @remarks
 * p only says how far the gradient reaches. At p = ∞ it is zero in v and p. The gradient is biased: that of a function which this
 * only resembles. For that of {@link softTopK}, which is zero away from the threshold: core's
 * `straightThrough(hardTopK(v, k), softTopK(v, k, p))`.
 *
 * @param values - any real scores, any shape; −∞ masks an entry out. NaN in a row makes the row NaN.
 * @param k - how many in [0, n]; any shape that broadcasts with `values` and has length 1 along the axis. In a tensor, numbers
 * beyond are clamped; so are those above the number of entries that are not masked.
 * @param p - sharpness of the gradient in [0, ∞], any shape that broadcasts with `values`. Default 1.
 * @param options - `axis` of `values` along which entries compete, default the last; `ties` as in {@link hardTopK}.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside [0, ∞], k outside [0, n] or other `ties`, `SHAPE` when shapes do not
 * broadcast or k is not one number per row.
 * @see Bengio, Léonard and Courville, Estimating or propagating gradients through stochastic neurons, 2013.
 * @example
 * ```ts
 * import { evaluate, grad, mul, sum, type Tensor, tensor } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { straightThroughTopK } from "@gradual/operators"
 * const picked = (v: Tensor) => sum(mul([1, 2, 4], straightThroughTopK(v, 2)))
 * console.log((await evaluate(js(), picked(tensor([0, 0.5, 0.25])))).data[0]) // 6
 * console.log((await evaluate(js(), grad(picked)([0, 0, 0]))).data) // -0.2963, -0.0741, 0.3704
 * ```
 */
export function straightThroughTopK(
  values: TensorLike,
  k: TensorLike,
  p: TensorLike = 1,
  { axis = -1, ties = "first" }: HardOptions = {},
): Tensor {
  checkTies("straightThroughTopK", ties)
  const rows = subset("straightThroughTopK", (v, n, e, along, given) => {
    const soft = sigmoidTopKRows(v, n, e, along)
    return straightThrough(broadcastTo(hardTopKRows(given, n, along, ties), { shape: soft.shape }), soft)
  })
  return rows(values, k, p, { axis })
}

/** The catalogue's entry of {@link straightThroughTopK}. */
export const straightThroughTopKEntry: CatalogueEntry = {
  name: "straightThroughTopK",
  kind: "subset",
  summary: "the hard k largest at every p, with the gradient of sigmoidTopK",
  formula: "1 on the k largest, with the derivative of σ(p·v − s)",
  domains: scoreDomains,
  parameters: { k: count },
  defaultP: 1,
  leastEntries: 2,
  limit: "1 on the k largest, without a gradient in v",
  laws: {
    identityAtOne: fails({ values: [0.2, 0.4], p: 1 }, "k = 2 of two: 1 and 1"),
    hardLimit: holds,
    exactAtFiniteP: holds,
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: fails({ values: [0.2, 0.4], p: 1 }, "the sum is k = 2"),
    conservesSum: fails({ values: [0.2, 0.4], p: 1 }, "the sum is k = 2, of the values 0.6"),
    permutationEquivariant: fails({ values: [0.5, 0.5, 0.5], p: 1 }, "of equal entries the first lead"),
    continuousAtTies: fails(
      { values: [0.5, 0.5], p: 1 },
      "the third of three equal ones gets in as soon as the first is less",
    ),
    shiftInvariant: fails(
      { values: [0, 0, 2 ** -40], p: 1 },
      "0.1 added rounds all to 0.1: a tie, in which the first lead",
    ),
    sharpensWithP: holds,
    finiteGradients: holds,
  },
  source: "Bengio, Léonard and Courville 2013",
}
