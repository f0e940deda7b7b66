import { type Aval, type AxesParams, type Equation, type Program, reshape, type Var } from "@gradual/core"
import { freshVars } from "./fresh.ts"

const reducing: ReadonlySet<string> = new Set(["sum", "prod", "max", "min"])

/** Whether an equation reduces along the last axis alone: what a loop along rows can do. */
export function reducesRows({ op, inputs, params }: Equation): boolean {
  const [x] = inputs
  if (x === undefined || !reducing.has(op.name) || x.dtype === "bool") return false
  const { axes } = params as AxesParams
  return axes.length === 1 && axes[0] === x.shape.length - 1
}

/**
 * Takes reductions apart, so that each is along the last axis alone, or down columns: over axes that neighbour each other.
 * Sums and products of float32 stay in float64 between.
 */
export function splitReductions(program: Program): Program {
  const fresh = freshVars(program)
  return { ...program, equations: program.equations.flatMap((equation) => split(equation, fresh)) }
}

function split(equation: Equation, fresh: (type: Aval) => Var): Equation[] {
  const { op, inputs, output } = equation
  const [x] = inputs
  if (x === undefined || !reducing.has(op.name) || x.dtype === "bool" || x.shape.includes(0)) return [equation]
  const axes = (equation.params as AxesParams).axes.filter((axis) => x.shape[axis] !== 1)
  const wide = x.dtype === "float32" && (op.name === "sum" || op.name === "prod") ? "float64" : x.dtype
  const equations: Equation[] = []
  let current = x
  const reshaped = (shape: readonly number[], target = fresh({ dtype: current.dtype, shape })): void => {
    equations.push({ op: reshape.op, inputs: [current], params: { shape }, output: target })
    current = target
  }
  const reduced = (over: readonly number[], isLast: boolean): void => {
    const shape = current.shape.map((length, axis) => (over.includes(axis) ? 1 : length))
    const fits = isLast && shape.length === output.shape.length
    const target = fits ? output : fresh({ dtype: isLast ? output.dtype : wide, shape })
    equations.push({ op, inputs: [current], params: { axes: over }, output: target })
    current = target
  }
  for (let left = axes; left.length > 0; ) {
    const end = current.shape.findLastIndex((length) => length !== 1)
    // the last axis, alone; else the last that neighbour each other: they are as one
    const isRow = left.includes(end)
    if (isRow && end < current.shape.length - 1) reshaped(current.shape.slice(0, end + 1))
    const over = isRow ? [end] : lastNeighbours(left, current.shape)
    left = left.filter((axis) => !over.includes(axis))
    reduced(over, left.length === 0)
  }
  if (current !== output) reshaped(output.shape, output)
  return equations
}

/** The last of some axes, with those before it that only axes of length 1 lie between. */
function lastNeighbours(axes: readonly number[], shape: readonly number[]): readonly number[] {
  const isBetween = (axis: number) => axes.includes(axis) || shape[axis] === 1
  let first = axes.at(-1)!
  while (first > 0 && isBetween(first - 1)) first -= 1
  return axes.filter((axis) => axis >= first)
}
