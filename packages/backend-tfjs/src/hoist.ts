import { type Program, sizeOf, type Var } from "@gradual/core"

/** Largest tensor that is computed once and kept, constants apart. */
const limit = 1024

/** A program in two: what needs no input, computed once, and what runs each time. */
export interface Hoisted {
  /** Without inputs; its outputs are the last inputs of {@link rest}. */
  readonly once: Program
  readonly rest: Program
}

/** Takes out of a program what is the same on every run: constants (they are uploaded once), and what is small and made of them. */
export function hoist(program: Program): Hoisted {
  const known = new Set<Var>()
  const isKnown = ({ op, inputs, output }: Program["equations"][number]): boolean =>
    op.name === "constant" || (inputs.every((input) => known.has(input)) && sizeOf(output.shape) <= limit)
  const once = program.equations.filter((equation) => {
    if (isKnown(equation)) known.add(equation.output)
    return known.has(equation.output)
  })
  const rest = program.equations.filter(({ output }) => !known.has(output))
  const used = new Set([...rest.flatMap(({ inputs }) => inputs), ...program.outputs])
  const passed = [...known].filter((variable) => used.has(variable))
  return {
    once: { inputs: [], equations: once, outputs: passed },
    rest: { inputs: [...program.inputs, ...passed], equations: rest, outputs: program.outputs },
  }
}
