import { type ArrayLike, fail, show, toNDArray } from "@gradual/core"
import { aboveZero, checkNumber, notBelowZero, type Schedule } from "./schedule.ts"

/** How {@link entropySchedule} follows its target. */
export interface EntropyScheduleOptions {
  /** The entropy wanted at each step, from 1 (undecided) to 0 (hard): any schedule. */
  readonly target: Schedule
  /** By how much ln p grows per unit of entropy above the target. Default 1. */
  readonly gain?: number
  /** By what factor p may grow or fall in one step, at most; above 1. Default 1.1. */
  readonly maxFactor?: number
  /** Bounds of p, above 0. Default 1e-3 and 1e6. */
  readonly min?: number
  readonly max?: number
}

/** The p for the next step, of the p of this one and the entropy that it gave. */
export type EntropySchedule = (step: number, measured: { readonly p: number; readonly entropy: number }) => number

const share = { says: "in [0, 1]", has: (x: number) => x >= 0 && x <= 1 }

/**
 * A p that is driven by how undecided a choice is: it grows while the entropy of the results is above a target, and falls
 * while it is below. What scale the scores have then does not matter.
 *
 * @remarks
 * `ln p′ = ln p + clamp(gain·(entropy − target(step)), ±ln maxFactor)`, and p′ is clamped to [min, max].
 *
 * The entropy of softmax(p·v) falls with ln p at the rate `p²·Var(v) / ln n`, the variance being that under the softmax. The
 * steps come to rest where gain times this rate is below 2, which holds at gain 1 for up to some thousand entries; a
 * target that falls is followed from above.
 *
 * @param options - `target` of the entropy; `gain`, above 0; `maxFactor`, above 1; `min` and `max` of p.
 * @returns a function of the step, its p and its entropy ({@link normalizedEntropy}); it keeps no state.
 * @throws GradualError `VALUE` for numbers outside these ranges, at once or, for what is measured, when it is given.
 * @example
 * ```ts
 * import { evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * import { entropySchedule, linearSchedule, normalizedEntropy, scaledSoftmax } from "@gradual/operators"
 * const next = entropySchedule({ target: linearSchedule({ from: 1, to: 0.25, steps: 80 }) })
 * let p = 1
 * for (let step = 0; step < 100; step++) {
 *   const choice = await evaluate(js(), scaledSoftmax([0.1, 0.2, 0.4], p))
 *   p = next(step, { p, entropy: normalizedEntropy(choice) })
 * }
 * console.log(normalizedEntropy(await evaluate(js(), scaledSoftmax([0.1, 0.2, 0.4], p)))) // 0.25...
 * ```
 */
export function entropySchedule(options: EntropyScheduleOptions): EntropySchedule {
  const op = "entropySchedule"
  const { target, gain = 1, maxFactor = 1.1, min = 1e-3, max = 1e6 } = options
  if (typeof target !== "function")
    throw fail(
      "VALUE",
      op,
      "target must be a schedule",
      `target=${show(target)}`,
      "For one number use constantSchedule",
    )
  checkNumber(op, "gain", gain, aboveZero)
  checkNumber(op, "maxFactor", maxFactor, { says: "a finite number above 1", has: (x) => x > 1 && x < Infinity })
  checkNumber(op, "min", min, aboveZero)
  checkNumber(op, "max", max, { says: "a finite number of min or more", has: (x) => x >= min && x < Infinity })
  const most = Math.log(maxFactor)
  return (step, { p, entropy }) => {
    const wanted = target(step)
    checkNumber(op, "p", p, aboveZero)
    checkNumber(op, "entropy", entropy, share)
    checkNumber(op, "target(step)", wanted, share)
    const change = Math.max(-most, Math.min(gain * (entropy - wanted), most))
    return Math.max(min, Math.min(p * Math.exp(change), max))
  }
}

/**
 * How undecided choices are: the entropy of each row over that of an even choice, 1 for equal shares and 0 for a one-hot; of
 * several rows the mean.
 *
 * @remarks
 * `H(y) = −Σ sᵢ·ln sᵢ / ln n` with the shares `s = y / Σ y`, where 0·ln 0 is 0: results need not sum to one. A row of zeros,
 * and one of a single entry, leaves nothing to decide: 0. Of a mask with k ones it is ln k / ln n.
 *
 * @param choice - what a compiled function returned, or lists; rows lie along the last axis. Entries of 0 or more.
 * @throws GradualError `VALUE` for entries that are NaN, infinite or below 0, or when there are none.
 * @see Shannon, A mathematical theory of communication, 1948.
 * @example
 * ```ts
 * import { normalizedEntropy } from "@gradual/operators"
 * console.log(normalizedEntropy([0.25, 0.25, 0.25, 0.25]), normalizedEntropy([[1, 0, 0, 0], [0.5, 0.5, 0, 0]])) // 1 0.25
 * ```
 */
export function normalizedEntropy(choice: ArrayLike): number {
  const { data, shape } = toNDArray(choice, "float64")
  if (data.length === 0) throw fail("VALUE", "normalizedEntropy", "at least one entry expected", `shape ${show(shape)}`)
  for (const entry of data) checkNumber("normalizedEntropy", "every entry", entry, notBelowZero)
  const length = shape.at(-1) ?? 1
  let sum = 0
  for (let start = 0; start < data.length; start += length) sum += rowEntropy(data.subarray(start, start + length))
  return sum / (data.length / length)
}

function rowEntropy(row: Iterable<number> & { readonly length: number }): number {
  const entries = [...row].filter((entry) => entry > 0)
  if (entries.length < 2) return 0
  // in units of the largest, so that the sum is no infinity; a share may still be 0
  const largest = entries.reduce((most, entry) => Math.max(most, entry))
  const whole = entries.reduce((sum, entry) => sum + entry / largest, 0)
  const shares = entries.map((entry) => entry / largest / whole).filter((share) => share > 0)
  const nats = shares.reduce((sum, share) => sum - share * Math.log(share), 0)
  // rounding must not make even shares more than even
  return Math.min(1, nats / Math.log(row.length))
}
