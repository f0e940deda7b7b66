import { fail } from "../errors.ts"
import { type AliasParams, aliasOp, placeholderOp, type Tensor } from "../tensor.ts"
import { type Equation, freeze, type Program, type Var } from "./program.ts"

/**
 * Puts the expressions `outputs` in order as a program of the placeholders `inputs`.
 * Aliases disappear: a composite whose name is in `fused` becomes one equation, any other is replaced by its body.
 * Does not recurse, so depth is limited by memory only.
 *
 * @throws GradualError `INPUT` when the outputs use a placeholder that is not among the inputs.
 * @example
 * ```ts
 * import { add, exp, linearize, print } from "@gradual/core"
 * const x = exp(2)
 * console.log(print(linearize([], [add(x, x)]))) // () => a: float32[] = exp(2) b: float32[] = add(a, a) b
 * ```
 */
export function linearize(
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  fused: ReadonlySet<string> = new Set(),
): Program {
  const vars = new Map<Tensor, Var>()
  const equations: Equation[] = []
  let count = 0
  const fresh = ({ dtype, shape }: Tensor): Var => Object.freeze({ id: count++, dtype, shape })
  for (const input of inputs) vars.set(input, fresh(input))

  const define = (node: Tensor): void => {
    if (node.op === placeholderOp)
      throw fail(
        "INPUT",
        "program",
        "an expression may use only the arguments of the function it is made in",
        "an argument of another function",
      )
    const step = unalias(node, fused)
    const args = step.inputs.map((input) => vars.get(input) as Var)
    if (step.op === aliasOp) {
      vars.set(node, args[0] as Var)
      return
    }
    const output = fresh(node)
    vars.set(node, output)
    equations.push(Object.freeze({ op: step.op, inputs: Object.freeze(args), params: step.params, output }))
  }

  // depth first; a node stays on the stack until all that it is made of has been defined
  const stack = [...outputs].reverse()
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as Tensor
    const waiting = vars.has(node) ? [] : unalias(node, fused).inputs.filter((input) => !vars.has(input))
    if (waiting.length > 0) {
      for (const input of waiting.reverse()) stack.push(input)
      continue
    }
    if (!vars.has(node)) define(node)
    stack.pop()
  }
  return freeze({
    inputs: inputs.map((input) => vars.get(input) as Var),
    equations,
    outputs: outputs.map((output) => vars.get(output) as Var),
  })
}

/** What defines the value of a node: itself, the body of an alias, or the fused composite that an alias names. */
function unalias(node: Tensor, fused: ReadonlySet<string>): Pick<Tensor, "op" | "inputs" | "params"> {
  if (node.op !== aliasOp) return node
  const { composite } = node.params as AliasParams
  if (composite !== undefined && fused.has(composite.op.name)) return { ...composite, inputs: node.inputs.slice(1) }
  return { op: aliasOp, params: node.params, inputs: node.inputs.slice(0, 1) }
}
