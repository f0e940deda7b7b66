import { add, div, eq, mul, sub, type Tensor, where, withGradient } from "@gradual/core"
import { type CatalogueEntry, fails, holds } from "./catalogue-entry.ts"
import { positive, reals } from "./domain.ts"
import { type Operator, operator } from "./operator.ts"
import { scaledSoftmaxRows } from "./scaled-softmax.ts"

const domains = { values: reals, p: positive }

/** `1 − 1/p`, which near p = 1 has the digits of p − 1; 1 at p = ∞. d = 1/p². */
const share = withGradient(
  (p: Tensor) => where(eq(p, Number.POSITIVE_INFINITY), 1, div(sub(p, 1), p)),
  (dy, _y, [p]) => [div(div(dy, p), p)],
)

/**
 * From the values to their softmax: `v/p + (1 − 1/p)·softmax(p·v)`. The identity at p = 1, one-hot as p → ∞, smooth.
 *
 * @remarks
 * p = ∞ gives the limit: uniform over the maxima, with zero gradients. The gradient is that of the formula.
 *
 * @param values - any real scores, any shape; in [0, 1] for results in [0, 1]. NaN in a row makes the row NaN.
 * @param p - sharpness in (0, ∞], meant from 1 up; any shape that broadcasts with `values`.
 * @param options - `axis` of `values` along which entries compete; default the last.
 * @returns the broadcast shape; float64 if an argument is, else float32.
 * @throws GradualError `VALUE` for a plain number p outside (0, ∞], `SHAPE` when shapes do not broadcast.
 * @see the literal reading of "gradually from the values to their softmax".
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { softmaxBlend } from "@gradual/operators"
 * const y = await evaluate(js(), softmaxBlend([0.25, 0.75], 1))
 * console.log(y.data) // 0.25, 0.75
 * ```
 */
export const softmaxBlend: Operator = operator("softmaxBlend", domains, (values, p, axis) =>
  add(div(values, p), mul(share(p), scaledSoftmaxRows(values, p, axis))),
)

/** The catalogue's entry of {@link softmaxBlend}. */
export const softmaxBlendEntry: CatalogueEntry = {
  name: "softmaxBlend",
  kind: "choice",
  summary: "from the values to their softmax: the identity at p = 1, smooth, and one-hot in the limit",
  formula: "v/p + (1 − 1/p)·softmax(p·v)",
  domains,
  identityAt: 1,
  limit: "uniform over the maxima",
  laws: {
    identityAtOne: holds,
    hardLimit: holds,
    exactAtFiniteP: fails({ values: [0.5, 0.75], p: 1 }, "v/64 stays of every value"),
    staysInUnitInterval: holds,
    preservesOrder: holds,
    sumsToOne: fails({ values: [0.2, 0.4], p: 1 }, "0.2 + 0.4 is not 1"),
    conservesSum: fails({ values: [0.2, 0.4], p: 2 }, "the results add up to 0.8, the values to 0.6"),
    permutationEquivariant: holds,
    continuousAtTies: holds,
    shiftInvariant: fails({ values: [0.2, 0.4], p: 2 }, "adding 0.1 to both adds 0.05 to both results"),
    sharpensWithP: fails({ values: [0.9, 0.8], p: 1 }, "0.9 at p = 1 falls to 0.72 at p = 2 before it rises to 1"),
    finiteGradients: holds,
  },
  source: "the literal answer to “from the values to their softmax”",
}
