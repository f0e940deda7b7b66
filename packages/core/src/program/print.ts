import { show } from "../errors.ts"
import { type Aval, isNDArray, type NDArray, toNested } from "../ndarray.ts"
import type { Program, Var } from "./program.ts"

/**
 * A program as text; stable, so tests hold it as snapshots and a gradient is reviewed by reading it.
 *
 *     (a: float32[4]) =>
 *       b: float32[4] = exp(a)
 *       c: float32[1] = sum(b) { axes: [0] }
 *       d: float32[] = reshape(c) { shape: [] }
 *       d
 *
 * Variables are lettered in order of appearance. Small constants are written where they are used.
 *
 * @example
 * ```ts
 * import { compile, exp, print } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const { program } = compile(js(), (x) => exp(x))
 * console.log(print(program([1, 2]))) // (a: float32[2]) => b: float32[2] = exp(a) b
 * ```
 */
export function print(program: Program): string {
  const names = new Map<Var, string>()
  let count = 0
  const name = (variable: Var): string => names.get(variable) ?? "?"
  const letter = (variable: Var): string => {
    const text = letters(count++)
    names.set(variable, text)
    return text
  }
  const header = program.inputs.map((input) => `${letter(input)}: ${type(input)}`)
  const lines = program.equations.flatMap(({ op, inputs, params, output }) => {
    const literal = op.name === "constant" ? inline((params as { value: NDArray }).value) : undefined
    if (literal !== undefined) {
      names.set(output, literal)
      return []
    }
    const args = inputs.map(name).join(", ")
    return [`  ${letter(output)}: ${type(output)} = ${op.name}(${args})${printParams(params)}`]
  })
  return [`(${header.join(", ")}) =>`, ...lines, `  ${program.outputs.map(name).join(", ")}`].join("\n")
}

function type({ dtype, shape }: Aval): string {
  return `${dtype}[${shape.join(",")}]`
}

function inline(value: NDArray): string | undefined {
  return value.shape.length === 0 ? show(toNested(value)) : undefined
}

function printParams(params: unknown): string {
  const entries = Object.entries(params as object)
  if (entries.length === 0) return ""
  return ` { ${entries.map(([key, value]) => `${key}: ${isNDArray(value) ? show(toNested(value)) : show(value)}`).join(", ")} }`
}

/** a, b, …, z, aa, ab, … */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26))
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last
}
