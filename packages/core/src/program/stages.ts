import { sizeOf } from "../shape.ts"
import type { Equation, Program, Var } from "./program.ts"
import { freeze } from "./program.ts"

/** A part of a program. */
export interface Stage {
  readonly program: Program
  /**
   * When given, the part can be computed a few rows at a time: no row of an output depends on other rows. A variable has
   * `rows.count` rows where it has `rows.rank` axes and the first has this length; all others are the same for every row.
   */
  readonly rows?: Rows
}

/** What the rows of a stage are. */
export interface Rows {
  readonly rank: number
  readonly count: number
}

/**
 * Whether a variable has rows of its own.
 *
 * @example
 * ```ts
 * import { compile, exp, hasRows } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const [x] = compile(js(), exp).program([[1, 2], [3, 4]]).inputs
 * console.log(hasRows(x!, { rank: 2, count: 2 })) // true
 * ```
 */
export function hasRows({ shape }: Var, { rank, count }: Rows): boolean {
  return shape.length === rank && shape[0] === count
}

/**
 * Splits a program into stages that run one after another, such that what is large is computed in as few passes over
 * memory as its dependencies allow: a backend runs a stage with `rows` block by block, and keeps what is between its
 * inputs and outputs in the cache. The inputs and outputs of a stage are variables of the program.
 *
 * @param least - the size in elements below which a row-wise equation is not worth it; the program is then one stage.
 * @example
 * ```ts
 * import { compile, exp, splitRows, sum } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const program = compile(js(), (x) => sum(exp(x))).program([[1, 2], [3, 4]])
 * console.log(splitRows(program, 4).map(({ rows }) => rows)) // [ { rank: 2, count: 2 }, undefined ]
 * ```
 */
export function splitRows(program: Program, least: number): readonly Stage[] {
  const rows = mainRows(program, least)
  if (rows === undefined) return [{ program }]
  // Even phases compute whole values, odd ones rows: each equation in the first phase in which its inputs are known.
  const phaseOf = new Map<Var, number>()
  const phases: Equation[][] = []
  for (const equation of program.equations) {
    const ready = Math.max(0, ...equation.inputs.map((input) => phaseOf.get(input) ?? 0))
    const parity = isRowwise(equation, rows) ? 1 : 0
    const phase = ready % 2 === parity ? ready : ready + 1
    phaseOf.set(equation.output, phase)
    for (let at = phases.length; at <= phase; at++) phases.push([])
    phases[phase]?.push(equation)
  }
  return phases.flatMap((equations, phase) => {
    if (equations.length === 0) return []
    const part = partOf(program, equations)
    return [phase % 2 === 1 ? { program: part, rows } : { program: part }]
  })
}

/** The rows in which most elements are computed. */
function mainRows({ equations }: Program, least: number): Rows | undefined {
  const totals = new Map<string, { rows: Rows; total: number }>()
  for (const equation of equations) {
    const { shape } = equation.output
    const rows = { rank: shape.length, count: shape[0] ?? 0 }
    if (rows.count < 2 || sizeOf(shape) < least || !isRowwise(equation, rows)) continue
    const key = `${rows.rank},${rows.count}`
    totals.set(key, { rows, total: (totals.get(key)?.total ?? 0) + sizeOf(shape) })
  }
  return [...totals.values()].sort((a, b) => b.total - a.total)[0]?.rows
}

function isRowwise({ op, inputs, params, output }: Equation, rows: Rows): boolean {
  if (!hasRows(output, rows)) return false
  if (op.elementwise) return true // what has no rows broadcasts
  return inputs.length > 0 && inputs.every((input) => hasRows(input, rows)) && op.along?.(params).includes(0) === false
}

/** The program of some equations: it takes what they need and others define, and gives what others need. */
function partOf(program: Program, equations: readonly Equation[]): Program {
  const made = new Set(equations.map(({ output }) => output))
  const inside = new Set(equations)
  const taken = new Set(equations.flatMap(({ inputs }) => inputs).filter((input) => !made.has(input)))
  const others = program.equations.filter((equation) => !inside.has(equation)).flatMap(({ inputs }) => inputs)
  const given = new Set([...others, ...program.outputs].filter((variable) => made.has(variable)))
  return freeze({ inputs: [...taken], equations, outputs: [...given] })
}

/**
 * The program of a stage for `count` rows instead of all.
 *
 * @example
 * ```ts
 * import { compile, exp, resizeRows } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const program = compile(js(), exp).program([[1, 2], [3, 4], [5, 6]])
 * console.log(resizeRows(program, { rank: 2, count: 3 }, 1).outputs[0]?.shape) // [1, 2]
 * ```
 */
export function resizeRows(program: Program, rows: Rows, count: number): Program {
  const now = new Map<Var, Var>()
  const resized = (variable: Var): Var => {
    const known = now.get(variable)
    if (known !== undefined) return known
    const shape = hasRows(variable, rows) ? [count, ...variable.shape.slice(1)] : variable.shape
    const made = Object.freeze({ ...variable, shape: Object.freeze(shape) })
    now.set(variable, made)
    return made
  }
  return freeze({
    inputs: program.inputs.map(resized),
    equations: program.equations.map((equation) => ({
      ...equation,
      inputs: equation.inputs.map(resized),
      output: resized(equation.output),
    })),
    outputs: program.outputs.map(resized),
  })
}
