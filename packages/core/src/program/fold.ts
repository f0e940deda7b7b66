import type { NDArray } from "../ndarray.ts"
import { sizeOf } from "../shape.ts"
import { constantOp } from "../tensor.ts"
import { type Equation, freeze, type Program, rewrite, type Var } from "./program.ts"
import { removeDead } from "./simplify.ts"

/** Largest constant that folding makes. */
const foldLimit = 1024

/**
 * Replaces equations whose inputs are all known by constants of up to 1024 elements. Core computes nothing itself: `run`
 * returns the outputs of a program without inputs.
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
  const known = new Map<Var, Equation>()
  return removeDead(
    rewrite(program, (equation, emit) => {
      const { inputs, output } = equation
      const parts = inputs.map((input) => known.get(input))
      if (equation.op.name !== "constant" && (parts.includes(undefined) || sizeOf(output.shape) > foldLimit))
        return emit(equation)
      if (equation.op.name === "constant") known.set(output, equation)
      else {
        const alone = freeze({ inputs: [], equations: [...new Set(parts as Equation[]), equation], outputs: [output] })
        const [value] = run(alone)
        known.set(output, { op: constantOp, inputs: [], params: { value }, output })
      }
      return emit(known.get(output) as Equation)
    }),
  )
}
