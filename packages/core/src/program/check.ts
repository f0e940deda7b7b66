import { fail, show } from "../errors.ts"
import { sameAval } from "../tensor.ts"
import type { Program, Var } from "./program.ts"

/**
 * Checks that a program is well formed: every variable is defined once and before its use, and every equation has the type
 * its op gives it. Tests run it after every pass.
 *
 * @throws GradualError `INTERNAL` when it is not.
 * @example
 * ```ts
 * import { check, compile, exp } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const program = compile(js(), (x) => exp(x)).program([1, 2])
 * check(program)
 * console.log(program.equations.length) // 1
 * ```
 */
export function check(program: Program): void {
  const defined = new Set<Var>()
  const define = (variable: Var): void => {
    if (defined.has(variable))
      throw fail("INTERNAL", "program", "a variable is defined once", `variable ${variable.id} again`)
    defined.add(variable)
  }
  const use = (variable: Var): void => {
    if (!defined.has(variable))
      throw fail("INTERNAL", "program", "a variable is defined before its use", `variable ${variable.id}`)
  }
  program.inputs.forEach(define)
  for (const { op, inputs, params, output } of program.equations) {
    inputs.forEach(use)
    const type = op.type(inputs, params)
    if (!sameAval(type, output))
      throw fail(
        "INTERNAL",
        op.name,
        `the output is ${type.dtype}${show(type.shape)}`,
        `${output.dtype}${show(output.shape)}`,
      )
    define(output)
  }
  program.outputs.forEach(use)
}
