import type { Equation, Var } from "@gradual/core"

/** What equations cost. */
export interface Costs {
  /** Whether the result is worth keeping, rather than to compute it again. */
  isCostly(equation: Equation): boolean
  /** Whether it takes so long that what waits for it may be better computed in a loop of its own. */
  isLong(equation: Equation): boolean
}

/** One of several parts of some equations, one after another. An equation may be in several: it is computed again. */
export interface Part {
  readonly equations: readonly Equation[]
  /** What is computed here for a later part to read, and not written anyway. */
  readonly kept: readonly Var[]
}

/** Gives each part the equations that it needs for what is `needed` of it. What is `written` can be read later. */
export function divide(
  equations: readonly Equation[],
  needed: readonly (readonly Var[])[],
  written: ReadonlySet<Var>,
  { isCostly }: Costs,
): readonly Part[] {
  const firstIn = new Map<Var, number>()
  const kept = new Map<Var, number>()
  const parts = needed.map((roots, part) => {
    const wanted = new Set(roots)
    const here: Equation[] = []
    for (const equation of equations.toReversed()) {
      const { output } = equation
      if (!wanted.has(output)) continue
      const first = firstIn.get(output) ?? part
      firstIn.set(output, first)
      if (first < part && written.has(output)) continue
      if (first < part && isCostly(equation)) kept.set(output, first)
      else {
        here.push(equation)
        for (const input of equation.inputs) wanted.add(input)
      }
    }
    return here.reverse()
  })
  return parts.map((equations, part) => ({
    equations,
    kept: [...kept].filter(([, first]) => first === part).map(([variable]) => variable),
  }))
}
