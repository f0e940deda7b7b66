import { joinAxes } from "@gradual/backend-js"
import type { Shape } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { plus, quotient, remainder, times } from "./integers.ts"
import { repeat } from "./routine.ts"

/** An axis of a walk through several arrays: its length, and how many bytes a step is in each. */
export interface Axis {
  readonly length: number
  readonly steps: readonly number[]
  /** How many steps the walk takes at once; the last of them may overlap with those before. */
  readonly tile?: number
}

/** The axes of a walk, given bytes per step: without those of length 1, and neighbours as one where all arrays run on. */
export function axesOf(shape: Shape, strides: readonly (readonly number[])[]): Axis[] {
  const { lengths, steps } = joinAxes(shape, strides)
  return lengths.map((length, axis) => ({ length, steps: steps[axis]! }))
}

const placesOf = ({ length, tile = 1 }: Axis): number => Math.ceil(length / tile)

/** The places of a walk. */
export function placesIn(axes: readonly Axis[]): number {
  return axes.reduce((places, axis) => places * placesOf(axis), 1)
}

/** Addresses at the `index`-th place of a walk, counted from those of its beginning. */
export function walked(code: Code, index: Value, axes: readonly Axis[], addresses: readonly Value[]): readonly Value[] {
  let moved = addresses
  let rest = index
  for (const [i, axis] of [...axes.entries()].reverse()) {
    const { length, steps, tile = 1 } = axis
    const most = code.number(length - tile)
    const tiled = times(code, i === 0 ? rest : remainder(code, rest, placesOf(axis)), tile)
    const at = length % tile === 0 ? tiled : code.select(code.op("i32.lt_u", [tiled, most]), tiled, most)
    moved = moved.map((address, i) => plus(code, address, times(code, at, steps[i]!)))
    if (i > 0) rest = quotient(code, rest, placesOf(axis))
  }
  return moved
}

/** Repeats for all places along an axis. */
export function forEachPlace(
  code: Code,
  axis: Axis,
  addresses: readonly Value[],
  each: (addresses: readonly Value[]) => void,
): void {
  repeat(code, placesOf(axis), (at) => each(walked(code, at, [axis], addresses)))
}
