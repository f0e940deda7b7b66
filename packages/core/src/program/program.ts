import type { Aval } from "../ndarray.ts"
import type { AnyOp } from "../tensor.ts"

/** A value inside a program: its type, and its identity. */
export interface Var extends Aval {
  readonly id: number
}

/** `output = op(inputs, params)`. */
export interface Equation {
  readonly op: AnyOp
  readonly inputs: readonly Var[]
  readonly params: unknown
  readonly output: Var
}

/**
 * The straight-line form of some expressions: every variable is defined once, before it is used, by being an input or
 * the output of an equation. Plain immutable data; passes are functions from programs to programs.
 */
export interface Program {
  readonly inputs: readonly Var[]
  readonly equations: readonly Equation[]
  readonly outputs: readonly Var[]
}

/**
 * Rebuilds a program equation by equation. `step` sees each equation with its inputs already replaced and says which
 * variable its output now is: `emit(equation)` keeps an equation, returning an earlier variable drops it.
 */
export function rewrite(
  program: Program,
  step: (equation: Equation, emit: (equation: Equation) => Var) => Var,
): Program {
  const now = new Map<Var, Var>()
  const current = (variable: Var): Var => now.get(variable) ?? variable
  const equations: Equation[] = []
  const emit = (equation: Equation): Var => {
    equations.push(Object.freeze(equation))
    return equation.output
  }
  for (const equation of program.equations)
    now.set(equation.output, step({ ...equation, inputs: equation.inputs.map(current) }, emit))
  return freeze({ inputs: program.inputs, equations, outputs: program.outputs.map(current) })
}

/** A program that nobody can change. */
export function freeze({ inputs, equations, outputs }: Program): Program {
  return Object.freeze({
    inputs: Object.freeze([...inputs]),
    equations: Object.freeze([...equations]),
    outputs: Object.freeze([...outputs]),
  })
}
