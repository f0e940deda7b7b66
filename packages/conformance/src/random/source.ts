import type { Equation, NDArray, Var } from "@gradual/core"
import { toCaseTensor } from "../numbers.ts"
import type { Case, CaseFile } from "../schema.ts"
import type { Part } from "./reduce.ts"

/** Functions whose op keeps the axes that they drop by default. */
const keeping = new Set(["sum", "prod", "max", "min", "argmax", "argmin", "logSumExp"])

/** The options with which a function of core makes an equation of these parameters. */
function attrsOf({ op, params }: Equation): Readonly<Record<string, unknown>> {
  const { axes, ...rest } = params as Readonly<Record<string, unknown>>
  return { ...rest, ...(axes === undefined ? {} : { axis: axes }), ...(keeping.has(op.name) ? { keepDims: true } : {}) }
}

/** A case of a program that is one equation. Its output is what the reference has. */
export function caseOf({ program, args, wrong }: Part, provenance: CaseFile["provenance"]): CaseFile | undefined {
  const [equation, ...others] = program.equations
  if (equation === undefined || others.length > 0 || equation.op.name === "constant") return undefined
  const attrs = attrsOf(equation)
  const one: Case = {
    id: `${equation.op.name}/random`,
    fn: equation.op.name,
    inputs: equation.inputs.map((input) => toCaseTensor(args[program.inputs.indexOf(input)] as NDArray)),
    ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
    outputs: [toCaseTensor(wrong.expected)],
    note: wrong.text,
  }
  return { schema: "gradual.cases/1", ...(provenance === undefined ? {} : { provenance }), cases: [one] }
}

/** A program as it is written with core: a function, and a call of it. */
export function sourceOf({ program, args }: Pick<Part, "program" | "args">): string {
  const names = new Map<Var, string>(program.inputs.map((input, i) => [input, `x${i}`]))
  const name = (variable: Var): string => names.get(variable) ?? "?"
  const lines = program.equations.map((equation, i) => {
    const call = callOf(equation, equation.inputs.map(name))
    names.set(equation.output, `y${i}`)
    return `  const y${i} = ${call}`
  })
  return [
    `const fn = (${program.inputs.map((input) => `${name(input)}: Tensor`).join(", ")}) => {`,
    ...lines,
    `  return [${program.outputs.map(name).join(", ")}]`,
    "}",
    ...args.map((arg, i) => `const x${i} = ${write(arg)}`),
  ].join("\n")
}

function callOf(equation: Equation, inputs: readonly string[]): string {
  const { op, params } = equation
  if (op.name === "constant") return `constant(${write((params as { readonly value: NDArray }).value)})`
  const attrs = Object.entries(attrsOf(equation)).map(([key, value]) => `${key}: ${literal(value)}`)
  const tensors = op.name === "concat" ? [`[${inputs.join(", ")}]`] : inputs
  return `${op.name}(${[...tensors, ...(attrs.length > 0 ? [`{ ${attrs.join(", ")} }`] : [])].join(", ")})`
}

function write({ dtype, shape, data }: NDArray): string {
  const array = data.constructor.name
  return `ndarray("${dtype}", [${shape.join(", ")}], ${array}.of(${Array.from(data, literal).join(", ")}))`
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`
  return typeof value === "number" ? (Object.is(value, -0) ? "-0" : String(value)) : JSON.stringify(value)
}
