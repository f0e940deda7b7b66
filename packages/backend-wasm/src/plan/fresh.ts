import type { Aval, Program, Var } from "@gradual/core"

/** Makes variables that a program does not have yet. */
export function freshVars(program: Program): (type: Aval) => Var {
  let id = Math.max(0, ...[...program.inputs, ...program.equations.map(({ output }) => output)].map((one) => one.id))
  return ({ dtype, shape }) => ({ id: ++id, dtype, shape })
}
