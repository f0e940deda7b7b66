import { type Shape, sizeOf } from "@gradual/core"

/** Shapes in which neighbouring axes that behave alike are one axis: same order of elements, fewer axes. */
export interface Collapsed {
  /** The shape of all axes together. */
  readonly shape: number[]
  /** Each operand's: the length, or 1 where it is repeated. */
  readonly operands: number[][]
}

/**
 * Joins neighbouring axes of a broadcast along which each operand either runs or is repeated: ranks above six, which
 * TensorFlow.js has no kernels for, almost always fall to two or three, and kernels are fastest there.
 */
export function collapse(shape: Shape, operands: readonly Shape[]): Collapsed {
  const joined: Collapsed = { shape: [], operands: operands.map(() => []) }
  let before = ""
  shape.forEach((length, axis) => {
    if (length === 1) return
    const runs = operands.map((operand) => (operand[axis - shape.length + operand.length] ?? 1) !== 1)
    if (runs.join() === before) joinLast(joined, length, runs)
    else {
      joined.shape.push(length)
      joined.operands.forEach((operand, i) => {
        operand.push(runs[i] ? length : 1)
      })
    }
    before = runs.join()
  })
  return joined
}

function joinLast({ shape, operands }: Collapsed, length: number, runs: readonly boolean[]): void {
  const last = shape.length - 1
  shape[last] = shape[last]! * length
  operands.forEach((operand, i) => {
    if (runs[i]) operand[last] = operand[last]! * length
  })
}

/** A permutation in which axes that stay neighbours are one axis. */
export function collapsePermutation(shape: Shape, perm: readonly number[]): { shape: number[]; perm: number[] } {
  const groups: number[][] = [] // runs of consecutive input axes, in the order of the output
  for (const axis of perm) {
    if (shape[axis] === 1) continue
    const last = groups.at(-1)
    const previous = last?.at(-1)
    if (previous !== undefined && followsWithin(shape, previous, axis)) last?.push(axis)
    else groups.push([axis])
  }
  const order = groups.map((_, i) => i).sort((a, b) => groups[a]![0]! - groups[b]![0]!)
  return {
    shape: order.map((group) => groups[group]!.reduce((size, axis) => size * shape[axis]!, 1)),
    perm: groups.map((_, i) => order.indexOf(i)),
  }
}

/** Whether only axes of length 1 lie between two. */
function followsWithin(shape: Shape, axis: number, next: number): boolean {
  return next > axis && shape.slice(axis + 1, next).every((length) => length === 1)
}

/** Lengths before, at and after an axis: the array as `[before, length, after]`. */
export function around(shape: Shape, axis: number): readonly [before: number, length: number, after: number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))]
}
