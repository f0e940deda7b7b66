import { type Equation, sizeOf, type Var } from "@gradual/core"
import { reducesRows } from "./reductions.ts"
import type { Nest } from "./schedule.ts"

/** A pass over the elements of a row, and what is computed of the row as a whole before it. */
export interface Pass {
  /** Equations of single values, in order. */
  readonly before: readonly Equation[]
  /** Equations of elements, in order. One may be in several passes: it is computed again. */
  readonly equations: readonly Equation[]
  /** Reductions of this pass. */
  readonly reductions: readonly Equation[]
  /** Values of elements that are written in this pass. */
  readonly stored: ReadonlySet<Var>
}

/** A nest as passes. */
export interface Passes {
  readonly passes: readonly Pass[]
  /** Values that a later pass needs and nobody else: they are kept for the length of a row. */
  readonly kept: readonly Var[]
}

/** Whether a value has an element for each of the row's, rather than one. A nest of one long row has no other rows. */
export function isAlong({ shape }: Var, { leading, length }: Nest): boolean {
  return leading.length === 0 ? sizeOf(shape) === length && length !== 1 : shape.at(-1) === length && length !== 1
}

/**
 * Divides a nest into passes. A value of elements is computed in the first pass that needs it; where a later pass needs it too
 * it is computed again if that is cheap, and else read from where it was written or kept.
 */
export function passesOf(nest: Nest, outputs: ReadonlySet<Var>, isCostly: (equation: Equation) => boolean): Passes {
  const passOf = passNumbers(nest)
  const alongs = nest.equations.filter(({ output }) => isAlong(output, nest))
  const firstIn = new Map<Var, number>()
  const kept = new Map<Var, number>()

  const passes = Array.from({ length: Math.max(...passOf.values()) + 1 }, (_, pass) => {
    const here = (equation: Equation) => passOf.get(equation) === pass
    const reductions = nest.equations.filter((equation) => reducesRows(equation) && here(equation))
    const written = alongs.filter((equation) => here(equation) && outputs.has(equation.output))
    const needed = new Set([...reductions.flatMap(({ inputs }) => inputs), ...written.map(({ output }) => output)])
    const equations: Equation[] = []
    for (const equation of alongs.toReversed()) {
      const { output } = equation
      if (!needed.has(output)) continue
      const first = firstIn.get(output) ?? pass
      firstIn.set(output, first)
      if (first < pass && outputs.has(output)) continue
      if (first < pass && isCostly(equation)) kept.set(output, first)
      else {
        equations.push(equation)
        for (const input of equation.inputs) needed.add(input)
      }
    }
    const before = nest.equations.filter(
      (equation) => !isAlong(equation.output, nest) && !reducesRows(equation) && here(equation),
    )
    return { before, equations: equations.reverse(), reductions, stored: written.map(({ output }) => output) }
  })
  return {
    passes: passes.map((pass, at) => {
      const keptHere = [...kept].filter(([, first]) => first === at).map(([variable]) => variable)
      return { ...pass, stored: new Set([...pass.stored, ...keptHere]) }
    }),
    kept: [...kept.keys()],
  }
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
