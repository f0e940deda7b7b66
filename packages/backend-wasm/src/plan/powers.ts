import type { Equation, Op, Program, Var } from "@gradual/core"
import { freshVars } from "./fresh.ts"

const internal = (name: string): Op => ({
  name,
  elementwise: true,
  type: ([x]) => x!,
  gradient: { reason: "it is made after gradients are taken" },
})

/** log₂ of float32, in float64. */
const log2 = internal("log2")
/** What powers and logarithms are made of: their inputs, and then log₂ of the first. */
const byLog2: Readonly<Record<string, Op>> = { pow: internal("powByLog2"), log: internal("logByLog2") }

/**
 * Takes powers and logarithms of float32 apart: log₂ of a value is an equation of its own, one for all that need it, and a power
 * can be computed in two loops.
 */
export function splitPowers(program: Program): Program {
  const fresh = freshVars(program)
  const logs = new Map<Var, Var>()
  const equations = program.equations.flatMap((equation): Equation[] => {
    const [x] = equation.inputs
    const op = byLog2[equation.op.name]
    if (op === undefined || x?.dtype !== "float32" || equation.output.shape.includes(0)) return [equation]
    const known = logs.get(x)
    const log = known ?? fresh({ dtype: "float64", shape: x.shape })
    logs.set(x, log)
    const split = { ...equation, op, inputs: [...equation.inputs, log] }
    return known === undefined ? [{ op: log2, inputs: [x], params: {}, output: log }, split] : [split]
  })
  return { ...program, equations }
}
