import type { Fused, Kernels } from "./backend.ts"
import { fail, GradualError } from "./errors.ts"
import type { Aval } from "./ndarray.ts"
import type { Program, Var } from "./program/program.ts"

type AnyKernel<H> = (args: readonly H[], params: unknown, out: Aval) => H

const REASON = Symbol("gradual.unsupported")

/**
 * A kernel that says why there is none. A program that needs it is refused when it is compiled.
 *
 * @param reason - completes "op is not supported: …".
 * @example
 * ```ts
 * import { unsupported, unsupportedReason } from "@gradual/core"
 * console.log(unsupportedReason(unsupported("the runtime cannot sort"))) // the runtime cannot sort
 * ```
 */
export function unsupported(reason: string): (...args: readonly unknown[]) => never {
  const kernel = () => {
    throw new GradualError("UNSUPPORTED", reason)
  }
  return Object.assign(kernel, { [REASON]: reason })
}

/**
 * The reason given to {@link unsupported}, or undefined for a real kernel.
 *
 * @example
 * ```ts
 * import { unsupported, unsupportedReason } from "@gradual/core"
 * console.log(unsupportedReason(unsupported("no erf")), unsupportedReason(Math.exp)) // no erf undefined
 * ```
 */
export function unsupportedReason(kernel: object): string | undefined {
  return (kernel as { [REASON]?: string })[REASON]
}

/** What {@link interpret} needs of a runtime. */
export interface Interpreter<H> {
  readonly name: string
  readonly kernels: Kernels<H>
  readonly fused?: Fused<H>
  /** Frees an intermediate handle. Absent where the host collects garbage. */
  readonly dispose?: (handle: H) => void
}

/**
 * Turns a program and a table of kernels into a function that runs it, one kernel call per equation. Handles are
 * disposed of after their last use, and all of them when a kernel throws.
 *
 * @throws GradualError `UNSUPPORTED` when the program needs an op that the table marks as such.
 * @example
 * ```ts
 * import { add, compile, interpret, type Kernels } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const kernels = { add: ([a, b]) => `(${a} + ${b})` } as Partial<Kernels<string>> as Kernels<string>
 * const program = compile(js(), (x, y) => add(x, y)).program(1, 2)
 * console.log(interpret(program, { name: "text", kernels })(["x", "y"])) // [ "(x + y)" ]
 * ```
 */
export function interpret<H>(
  program: Program,
  { name, kernels, fused, dispose }: Interpreter<H>,
): (inputs: readonly H[]) => H[] {
  const table = { ...kernels, ...fused } as unknown as Readonly<Record<string, AnyKernel<H>>>
  const needed = new Set<Var>([...program.inputs, ...program.outputs])
  const dying = [...program.equations]
    .reverse() // the first use from the end is the last
    .map(({ inputs, output }) =>
      [...inputs, output].filter((variable) => !needed.has(variable) && needed.add(variable)),
    )
    .reverse()
  const calls = program.equations.map(({ op }) => {
    const kernel = table[op.name]
    if (kernel === undefined)
      throw fail("UNSUPPORTED", name, `there is no kernel for ${op.name}`, "a program that uses it")
    const reason = unsupportedReason(kernel)
    if (reason !== undefined)
      throw fail("UNSUPPORTED", name, `${op.name} is not supported: ${reason}`, "a program that uses it")
    return kernel
  })

  return (inputs) => {
    const values = new Map<Var, H>(program.inputs.map((variable, i) => [variable, inputs[i] as H]))
    const handleOf = (variable: Var): H => values.get(variable) as H
    const free = (variable: Var): void => {
      dispose?.(handleOf(variable))
      values.delete(variable)
    }
    try {
      program.equations.forEach(({ inputs: args, params, output }, at) => {
        values.set(output, (calls[at] as AnyKernel<H>)(args.map(handleOf), params, output))
        dying[at]?.forEach(free)
      })
    } catch (error) {
      for (const input of program.inputs) values.delete(input)
      for (const variable of values.keys()) free(variable)
      throw error
    }
    return program.outputs.map(handleOf)
  }
}
