import { aboveZero, checkNumber, notBelowZero, ramp, type Schedule, type ScheduleOptions } from "./schedule.ts"

/**
 * The same number at every step.
 *
 * @param value - finite, 0 or more.
 * @throws GradualError `VALUE` for any other value.
 * @example
 * ```ts
 * import { constantSchedule } from "@gradual/operators"
 * const p = constantSchedule(3)
 * console.log(p(0), p(1000)) // 3 3
 * ```
 */
export function constantSchedule(value: number): Schedule {
  checkNumber("constantSchedule", "value", value, notBelowZero)
  return ramp("constantSchedule", { from: value, to: value, steps: 1 }, notBelowZero, () => value)
}

/**
 * From one number to another in equal steps.
 *
 * @remarks `p(step) = from + (to − from)·t`, with `t = (step − hold) / steps` clamped to [0, 1].
 *
 * @param options - `from` and `to`: finite, 0 or more; `steps`: above 0; `hold`: steps at `from` first, default 0.
 * @returns a function of the step; it keeps no state.
 * @throws GradualError `VALUE` for numbers outside these ranges, at once or, for a step, when it is asked.
 * @example
 * ```ts
 * import { linearSchedule } from "@gradual/operators"
 * const p = linearSchedule({ from: 1, to: 5, steps: 100, hold: 10 })
 * console.log([0, 10, 60, 110, 1000].map(p)) // [1, 1, 3, 5, 5]
 * ```
 */
export function linearSchedule(options: ScheduleOptions): Schedule {
  return ramp("linearSchedule", options, notBelowZero, (from, to, t) => from + (to - from) * t)
}

/**
 * From one number to another by equal factors: what is 1/p of it, the temperature, takes the same kind of way.
 *
 * @remarks `p(step) = from·(to/from)^t`, with `t = (step − hold) / steps` clamped to [0, 1].
 *
 * @param options - `from` and `to`: finite, above 0; `steps`: above 0; `hold`: steps at `from` first, default 0.
 * @returns a function of the step; it keeps no state.
 * @throws GradualError `VALUE` for numbers outside these ranges, at once or, for a step, when it is asked.
 * @see Jang, Gu, Poole, Categorical reparameterization with Gumbel-softmax, 2017: the temperature falls exponentially.
 * @example
 * ```ts
 * import { exponentialSchedule } from "@gradual/operators"
 * const p = exponentialSchedule({ from: 1, to: 100, steps: 10 })
 * console.log([0, 5, 10].map(p)) // [1, 10, 100]
 * const temperature = exponentialSchedule({ from: 1, to: 0.01, steps: 10 })
 * console.log(temperature(5)) // 0.1
 * ```
 */
export function exponentialSchedule(options: ScheduleOptions): Schedule {
  return ramp("exponentialSchedule", options, aboveZero, (from, to, t) => from * (to / from) ** t)
}

/**
 * From one number to another along half a cosine: slow at both ends, fastest in the middle.
 *
 * @remarks `p(step) = to + (from − to)·(1 + cos(π·t)) / 2`, with `t = (step − hold) / steps` clamped to [0, 1].
 *
 * @param options - `from` and `to`: finite, 0 or more; `steps`: above 0; `hold`: steps at `from` first, default 0.
 * @returns a function of the step; it keeps no state.
 * @throws GradualError `VALUE` for numbers outside these ranges, at once or, for a step, when it is asked.
 * @see Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2017.
 * @example
 * ```ts
 * import { cosineSchedule } from "@gradual/operators"
 * const p = cosineSchedule({ from: 1, to: 9, steps: 4 })
 * console.log([0, 1, 2, 3, 4].map(p)) // [1, 2.17157, 5, 7.82843, 9]
 * ```
 */
export function cosineSchedule(options: ScheduleOptions): Schedule {
  return ramp(
    "cosineSchedule",
    options,
    notBelowZero,
    (from, to, t) => to + ((from - to) * (1 + Math.cos(Math.PI * t))) / 2,
  )
}
