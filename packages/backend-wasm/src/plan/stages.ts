import type { Equation, Var } from "@gradual/core"
import { type Costs, divide } from "./divide.ts"

/** What one loop over elements computes. */
export interface Stage {
  /** Equations of elements, in order. */
  readonly equations: readonly Equation[]
  /** Reductions of what is computed or read here. */
  readonly reductions: readonly Equation[]
  /** Values of elements that are written here. */
  readonly stored: ReadonlySet<Var>
}

/** Elements that all stages of a pass go through before they go on: what they keep stays in the cache next to the processor. */
export const blockLength = 512
/** Rows shorter than this are not worth several loops, nor loops that do without repairs. */
export const shortest = 64

/** A pass as stages, and the values that they keep for a block. */
export interface Stages {
  readonly stages: readonly Stage[]
  readonly kept: readonly Var[]
}

interface Work {
  readonly equations: readonly Equation[]
  readonly reductions: readonly Equation[]
  readonly stored: readonly Var[]
}

/**
 * Divides a pass where one long function waits for another: a loop with both leaves the processor nothing else to do meanwhile, and
 * has not enough registers for the constants of both.
 */
export function stagesOf({ equations, reductions, stored }: Work, length: number, costs: Costs): Stages {
  const stageOf = length < shortest ? new Map<Var, number>() : stageNumbers(equations, costs)
  const stage = (variable: Var): number => stageOf.get(variable) ?? 0
  const count = Math.max(0, ...stageOf.values()) + 1
  const at = Array.from({ length: count }, (_, number) => ({
    reductions: reductions.filter(({ inputs }) => stage(inputs[0]!) === number),
    stored: stored.filter((variable) => stage(variable) === number),
    // what is long is computed in its own stage, though only a later one may need it
    long: equations.filter((one) => costs.isLong(one) && stage(one.output) === number).map(({ output }) => output),
  }))
  const needed = at.map(({ reductions, stored, long }) => [
    ...reductions.flatMap(({ inputs }) => inputs),
    ...stored,
    ...long,
  ])
  const parts = divide(equations, needed, new Set(stored), costs)
  const stages = at.map(({ reductions, stored }, number): Stage => {
    const { equations, kept } = parts[number]!
    return { equations, reductions, stored: new Set([...stored, ...kept]) }
  })
  return { stages, kept: parts.flatMap(({ kept }) => kept) }
}

/** The soonest stage of every value: a long function is not in the stage of another that it waits for. */
function stageNumbers(equations: readonly Equation[], { isLong }: Costs): Map<Var, number> {
  const stageOf = new Map<Var, number>()
  const hasLong = new Set<Var>() // in its own stage, on the way to it
  for (const equation of equations) {
    const { inputs, output } = equation
    const soonest = Math.max(0, ...inputs.map((input) => stageOf.get(input) ?? 0))
    const waits = inputs.some((input) => stageOf.get(input) === soonest && hasLong.has(input))
    stageOf.set(output, soonest + (waits && isLong(equation) ? 1 : 0))
    if (waits || isLong(equation)) hasLong.add(output)
  }
  return stageOf
}
