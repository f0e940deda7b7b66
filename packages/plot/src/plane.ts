import type { Point } from "./figure.ts"

/** Rows of values laid out in a plane. */
export interface Plane {
  readonly shape: "square" | "triangle"
  /** How many values are in a row. */
  readonly length: number
  /** From 0 to 1 across; how far up. */
  readonly height: number
  /** How far apart arrows stand. */
  readonly step: number
  /** Where arrows stand, none of them on an edge. */
  readonly places: readonly Point[]
  /** The row of values at a place. */
  values(place: Point): readonly number[]
  /** The direction in the plane in which a function with this gradient rises most, and how fast. */
  direction(gradient: readonly number[]): Point
}

const across = 15

/** The first two values from 0 to 1, the others fixed. */
export function square(others: readonly number[]): Plane {
  const centres = Array.from({ length: across }, (_, i) => (i + 0.5) / across)
  return {
    shape: "square",
    length: 2 + others.length,
    height: 1,
    step: 1 / across,
    places: centres.flatMap((y) => centres.map((x) => ({ x, y }))),
    values: ({ x, y }) => [x, y, ...others],
    direction: ([x = 0, y = 0]) => ({ x, y }),
  }
}

const altitude = Math.sqrt(3) / 2
const along = 14

/**
 * Distributions over three entries: (1, 0, 0) is the upper corner, (0, 1, 0) the left one, (0, 0, 1) the right one.
 *
 * @remarks The plane shows distances √2 times too small: so are its corners' own. Directions have the right length.
 */
export const triangle: Plane = {
  shape: "triangle",
  length: 3,
  height: altitude,
  step: 1 / along,
  places: Array.from({ length: along }, (_, i) =>
    Array.from({ length: along - i }, (_each, k) => at([i + 1 / 3, along - 1 - i - k + 1 / 3, k + 1 / 3])),
  ).flat(),
  values: ({ x, y }) => {
    const first = y / altitude
    const third = x - first / 2
    return [first, 1 - first - third, third]
  },
  // the part along the simplex: Σ (gᵢ − mean g)·cornerᵢ, where two corners are 1 apart and not √2
  direction: ([a = 0, b = 0, c = 0]) => {
    const mean = (a + b + c) / 3
    const [up, right] = [(a - mean) * altitude, c - mean + (a - mean) / 2]
    return { x: right * Math.SQRT2, y: up * Math.SQRT2 }
  },
}

/** The place of shares of {@link along}. */
function at([first, , third]: readonly [number, number, number]): Point {
  return { x: (third + first / 2) / along, y: (first * altitude) / along }
}
