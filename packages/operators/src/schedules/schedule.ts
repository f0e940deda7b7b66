import { fail, show } from "@gradual/core"

/**
 * A number for every step of a loop: a sharpness p, or a temperature. Steps count from 0; before the first and after the
 * last the number stays what it was there. A step that is NaN or below 0 is a `VALUE` error.
 */
export type Schedule = (step: number) => number

/** From which number to which a schedule leads, and when. */
export interface ScheduleOptions {
  /** The number at step 0. */
  readonly from: number
  /** The number once `hold + steps` steps are done. */
  readonly to: number
  /** How many steps the way takes, a positive number. */
  readonly steps: number
  /** For how many steps the number stays at `from` first: a warm-up of what is trained. Default 0. */
  readonly hold?: number
}

/** A range of numbers, and how an error says it. */
interface Range {
  readonly says: string
  readonly has: (x: number) => boolean
}

export const notBelowZero: Range = { says: "a finite number of 0 or more", has: (x) => x >= 0 && x < Infinity }
export const aboveZero: Range = { says: "a finite number above 0", has: (x) => x > 0 && x < Infinity }

/** Throws `VALUE` for what is no number in the range. */
export function checkNumber(op: string, name: string, value: unknown, { says, has }: Range): void {
  if (typeof value !== "number" || !has(value))
    throw fail("VALUE", op, `${name} must be ${says}`, `${name}=${show(value)}`)
}

const step: Range = { says: "a number of 0 or more", has: (x) => x >= 0 }

/**
 * A schedule along `way`, which gets the ends and how much of the way is behind, strictly between 0 and 1. The ends
 * themselves are returned as they were given, not as a formula rounds them.
 */
export function ramp(
  op: string,
  options: ScheduleOptions,
  ends: Range,
  way: (from: number, to: number, t: number) => number,
): Schedule {
  const { from, to, steps, hold = 0 } = options
  checkNumber(op, "from", from, ends)
  checkNumber(op, "to", to, ends)
  checkNumber(op, "steps", steps, aboveZero)
  checkNumber(op, "hold", hold, notBelowZero)
  return (at) => {
    checkNumber(op, "step", at, step)
    const t = (at - hold) / steps
    if (t <= 0) return from
    return t >= 1 ? to : way(from, to, t)
  }
}
