import { type Equation, sizeOf, type Var } from "@gradual/core"
import { type Costs, divide } from "./divide.ts"
import { reducesRows } from "./reductions.ts"
import type { Nest } from "./schedule.ts"
import { type Stage, stagesOf } from "./stages.ts"

/** A pass over the elements of a row, and what is computed of the row as a whole before it. */
export interface Pass {
  /** Equations of single values, in order. */
  readonly before: readonly Equation[]
  /** What is computed of the elements: one loop each, block by block. */
  readonly stages: readonly Stage[]
}

/** A nest as passes. */
export interface Passes {
  readonly passes: readonly Pass[]
  /** Values that a later pass needs and nobody else: they are kept for the length of a row. */
  readonly ofRows: readonly Var[]
  /** Values that a later stage needs and nobody else: they are kept for the length of a block. */
  readonly ofBlocks: readonly Var[]
}

/** Whether a value has an element for each of the row's, rather than one. A nest of one long row has no other rows but its parts. */
export function isAlong({ shape }: Var, { leading, length, parts }: Nest): boolean {
  return length !== 1 && (leading.length === 0 ? sizeOf(shape) === parts * length : shape.at(-1) === length)
}

/**
 * Divides a nest into passes, and these into stages. A value of elements is computed in the first pass that needs it; where a later
 * one needs it too it is computed again if that is cheap, and else read from where it was written or kept.
 */
export function passesOf(nest: Nest, outputs: ReadonlySet<Var>, costs: Costs): Passes {
  const passOf = passNumbers(nest)
  const alongs = nest.equations.filter(({ output }) => isAlong(output, nest))
  const all = Array.from({ length: Math.max(...passOf.values()) + 1 }, (_, pass) => {
    const equations = nest.equations.filter((equation) => passOf.get(equation) === pass)
    return {
      before: equations.filter((equation) => !isAlong(equation.output, nest) && !reducesRows(equation)),
      reductions: equations.filter(reducesRows),
      written: equations.map(({ output }) => output).filter((output) => outputs.has(output) && isAlong(output, nest)),
    }
  })
  const needed = all.map(({ reductions, written }) => [...reductions.flatMap(({ inputs }) => inputs), ...written])
  const parts = divide(alongs, needed, outputs, costs)
  const ofBlocks: Var[] = []
  const passes = all.map(({ before, reductions, written }, pass) => {
    const { equations, kept } = parts[pass]!
    const stages = stagesOf({ equations, reductions, stored: [...written, ...kept] }, nest.length, costs)
    ofBlocks.push(...stages.kept)
    return { before, stages: stages.stages }
  })
  return { passes, ofRows: parts.flatMap(({ kept }) => kept), ofBlocks }
}

/** In which pass each equation is. A single value is computed before the pass of its number. */
function passNumbers(nest: Nest): Map<Equation, number> {
  const makers = new Map(nest.equations.map((equation) => [equation.output, equation]))
  const soonest = new Map<Equation, number>()
  for (const equation of nest.equations) {
    const ready = equation.inputs.map((input) => {
      const maker = makers.get(input)
      if (maker === undefined) return 0
      return soonest.get(maker)! + (reducesRows(maker) ? 1 : 0)
    })
    soonest.set(equation, Math.max(0, ...ready))
  }
  return soonest
}
