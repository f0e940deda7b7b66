import type { NDArray } from "../ndarray.ts"
import { sizeOf } from "../shape.ts"
import { constantOp } from "../tensor.ts"
import type { Equation, Program, Var } from "./program.ts"
import { removeDead } from "./simplify.ts"

/** Largest constant that folding makes. */
const foldLimit = 1024

/**
 * Replaces equations whose inputs are all known by constants of up to 1024 elements. Core computes nothing itself: `run`
 * returns the outputs of a program without inputs, all that is known at once.
 *
 * @example
 * ```ts
 * import { add, exp, foldConstants, linearize, print } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const program = linearize([], [add(exp(0), 1)])
 * const folded = foldConstants(program, (known) => js().compile(known).run([]))
 * console.log(print(folded)) // () => 2
 * ```
 */
export function foldConstants(program: Program, run: (program: Program) => readonly NDArray[]): Program {
  const known = new Set<Var>()
  const isKnown = ({ op, inputs, output }: Equation): boolean =>
    op.name === "constant" || (inputs.every((input) => known.has(input)) && sizeOf(output.shape) <= foldLimit)
  for (const equation of program.equations) if (isKnown(equation)) known.add(equation.output)
  const readers = program.equations.filter(({ output }) => !known.has(output))
  const read = new Set([...readers.flatMap(({ inputs }) => inputs), ...program.outputs])
  const outputs = program.equations
    .filter(({ op, output }) => op.name !== "constant" && known.has(output) && read.has(output))
    .map(({ output }) => output)
  const values = outputs.length === 0 ? [] : run(removeDead({ ...program, inputs: [], outputs }))
  const folded = new Map(values.map((value, i) => [outputs[i] as Var, value]))
  const equations = program.equations.map((equation): Equation => {
    const value = folded.get(equation.output)
    return value === undefined
      ? equation
      : Object.freeze({ ...equation, op: constantOp, inputs: [], params: { value } })
  })
  return removeDead({ ...program, equations })
}
