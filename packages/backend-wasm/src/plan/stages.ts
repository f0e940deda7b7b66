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

/** So many equations that wait for a long function are worth a loop of their own: fewer cost less than to keep its result. */
const worthwhile = 6

/**
 * Divides a pass where one long function waits for another, and between a long function and what waits for it, if that is much or
 * holds totals: a loop with both leaves the processor nothing else to do meanwhile, and has not enough registers for both.
 */
export function stagesOf(work: Work, length: number, costs: Costs): Stages {
  const { equations, reductions, stored } = work
  const stageOf = length < shortest ? new Map<Var, number>() : stageNumbers(work, costs)
  const stage = (variable: Var): number => stageOf.get(variable) ?? 0
  const count = Math.max(0, ...stageOf.values()) + 1
  const at = Array.from({ length: count }, (_, number) => ({
    reductions: reductions.filter(({ output }) => stage(output) === number),
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
  const isWork = ({ equations, reductions }: Stage) => equations.length + reductions.length > 0
  return { stages: stages.filter(isWork), kept: parts.flatMap(({ kept }) => kept) }
}

/**
 * The soonest stage of every value. Long functions are in even stages, each after those that it waits for; what else waits for one is in
 * the odd stage after it, where that is worthwhile.
 */
function stageNumbers({ equations, reductions, stored }: Work, { isLong }: Costs): Map<Var, number> {
  const stageOf = new Map<Var, number>()
  const nextOf = new Map<Var, number>() // the soonest stage of what reads a value
  const all = [...equations, ...reductions]
  for (const equation of all) {
    const { inputs, output } = equation
    const soonest = Math.max(0, ...inputs.map((input) => nextOf.get(input) ?? 0))
    const next = isLong(equation) ? 1 : 0
    const stage = soonest + (soonest % 2) * next
    stageOf.set(output, stage)
    nextOf.set(output, stage + next)
  }
  for (const odd of new Set([...stageOf.values()].filter((stage) => stage % 2 === 1))) {
    const late = all.filter(({ output }) => stageOf.get(output) === odd)
    // what only the next long function needs is computed with that
    const needed = new Set([...stored, ...reductions.map(({ output }) => output)])
    const here = late.toReversed().filter(({ inputs, output }) => {
      if (needed.has(output)) for (const input of inputs) needed.add(input)
      return needed.has(output)
    })
    if (here.length >= worthwhile || here.some((one) => reductions.includes(one))) continue
    for (const { output } of late) stageOf.set(output, odd - 1)
  }
  return stageOf
}
