import type { DType } from "../dtype.ts"
import { fail } from "../errors.ts"
import { isNDArray } from "../ndarray.ts"
import type { CastParams } from "../cast.ts"
import { type Equation, type Program, rewrite, type Var } from "./program.ts"

/**
 * Whether a program asks for float64: has it in an input or output, or casts to it by more than {@link widen}. Constants in
 * float64 do not ask: numbers beside what is wide are so, too.
 *
 * @example
 * ```ts
 * import { asksForFloat64, cast, exp, linearize, type Tensor, widen } from "@gradual/core"
 * const narrowed = (x: Tensor) => linearize([], [cast(exp(x), { dtype: "float32" })])
 * console.log(asksForFloat64(narrowed(widen(2)))) // false
 * console.log(asksForFloat64(narrowed(cast(2, { dtype: "float64" })))) // true
 * ```
 */
export function asksForFloat64({ inputs, equations, outputs }: Program): boolean {
  const isWide = ({ dtype }: Var) => dtype === "float64"
  const makesWide = ({ op, params, output }: Equation) =>
    isWide(output) && (op.name === "iota" || (op.name === "cast" && !(params as CastParams).headroom))
  return [...inputs, ...outputs].some(isWide) || equations.some(makesWide)
}

/**
 * For backends without float64: computes in float32 what a program computes in float64 between float32 inputs and
 * outputs (operators ask for float64 wherever the runtime has it). `backend` is its name, for the message.
 *
 * @throws GradualError `UNSUPPORTED` for inputs or outputs in float64.
 * @example
 * ```ts
 * import { cast, demote, exp, linearize, print } from "@gradual/core"
 * const wide = exp(cast(2, { dtype: "float64" }))
 * const program = linearize([], [cast(wide, { dtype: "float32" })])
 * console.log(print(demote(program, "webgl"))) // () => a: float32[] = exp(2) a
 * ```
 */
export function demote(program: Program, backend: string): Program {
  if ([...program.inputs, ...program.outputs].some(({ dtype }) => dtype === "float64"))
    throw fail("UNSUPPORTED", backend, "this backend has no float64", "a float64 input or output", "Use float32 inputs")
  const narrow = (dtype: DType): DType => (dtype === "float64" ? "float32" : dtype)
  const narrowed = new Map<Var, Var>()
  return rewrite(program, (equation, emit) => {
    const output = retype(equation.output, narrow(equation.output.dtype), narrowed)
    if (equation.op.name === "cast" && equation.inputs[0]?.dtype === output.dtype) return equation.inputs[0]
    return emit({ ...equation, output, params: demoteParams(equation.params, narrow) })
  })
}

function retype(variable: Var, dtype: DType, made: Map<Var, Var>): Var {
  if (variable.dtype === dtype) return variable
  const now = made.get(variable) ?? Object.freeze({ ...variable, dtype })
  made.set(variable, now)
  return now
}

function demoteParams(params: unknown, narrow: (dtype: DType) => DType): unknown {
  const { dtype, value } = params as { dtype?: DType; value?: unknown }
  if (dtype !== undefined) {
    const { headroom: _, ...rest } = params as CastParams
    return { ...rest, dtype: narrow(dtype) }
  }
  if (isNDArray(value) && value.dtype === "float64") {
    const { shape, data } = value
    return { value: { dtype: "float32", shape, data: Float32Array.from(data) } }
  }
  return params
}
