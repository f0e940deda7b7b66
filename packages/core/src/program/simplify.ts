import { isNDArray, type NDArray } from "../ndarray.ts"
import { broadcastTo } from "../ops/shape.ts"
import { sameAval } from "../tensor.ts"
import { type Equation, freeze, type Program, rewrite, type Var } from "./program.ts"

/**
 * The passes that programs go through by default before a backend compiles them: {@link sinkBroadcasts},
 * {@link removeIdentities}, {@link shareCommon}, {@link removeDead}. They change no bit of any result.
 *
 * @example
 * ```ts
 * import { add, exp, linearize, mul, print, simplify } from "@gradual/core"
 * const program = linearize([], [add(exp(2), mul(exp(2), 1))])
 * console.log(print(simplify(program))) // () => a: float32[] = exp(2) b: float32[] = add(a, a) b
 * ```
 */
export function simplify(program: Program): Program {
  return removeDead(shareCommon(removeIdentities(sinkBroadcasts(program))))
}

/**
 * Removes equations whose value no output needs.
 *
 * @example
 * ```ts
 * import { exp, linearize, log, print, removeDead } from "@gradual/core"
 * const program = linearize([], [exp(2), log(2)])
 * const first = removeDead({ ...program, outputs: program.outputs.slice(0, 1) })
 * console.log(print(first)) // () => a: float32[] = exp(2) a
 * ```
 */
export function removeDead(program: Program): Program {
  const needed = new Set<Var>(program.outputs)
  const kept = [...program.equations].reverse().filter((equation) => {
    if (!needed.has(equation.output)) return false
    for (const input of equation.inputs) needed.add(input)
    return true
  })
  return freeze({ ...program, equations: kept.reverse() })
}

/**
 * Computes equal equations once: those of one op with the same inputs and equal parameters.
 *
 * @example
 * ```ts
 * import { add, exp, linearize, print, shareCommon } from "@gradual/core"
 * const program = linearize([], [add(exp(2), exp(2))])
 * console.log(print(shareCommon(program))) // () => a: float32[] = exp(2) b: float32[] = add(a, a) b
 * ```
 */
export function shareCommon(program: Program): Program {
  const seen = new Map<string, Var>()
  const arrays = new Map<object, number>()
  return rewrite(program, (equation, emit) => {
    const key = `${equation.op.name}(${equation.inputs.map((input) => input.id).join()})${keyOf(equation.params, arrays)}`
    const earlier = seen.get(key)
    if (earlier !== undefined) return earlier
    seen.set(key, equation.output)
    return emit(equation)
  })
}

/** Equal for equal parameters. Large arrays are equal only to themselves: `arrays` numbers them. */
function keyOf(params: unknown, arrays: Map<object, number>): string {
  return JSON.stringify(params, (_, value: unknown) => {
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value)
    if (!isNDArray(value)) return value
    const { dtype, shape, data } = value
    return [dtype, shape, data.length <= 64 ? [...data] : identity(data, arrays)]
  })
}

function identity(data: object, arrays: Map<object, number>): number {
  const number = arrays.get(data) ?? arrays.size
  arrays.set(data, number)
  return number
}

/**
 * Lets elementwise operations read what was broadcast before it was: the same values, without making the copies. The
 * broadcast moves behind the operation where the operation's own operands do not already make it.
 *
 * @example
 * ```ts
 * import { broadcastTo, compile, mul, print, removeDead, sinkBroadcasts, type Tensor } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const fn = (x: Tensor) => mul(x, broadcastTo(2, { shape: [3] }))
 * const program = compile(js(), fn, { simplify: false }).program([1, 2, 3])
 * console.log(print(removeDead(sinkBroadcasts(program)))) // (a: float32[3]) => b: float32[3] = mul(a, 2) b
 * ```
 */
export function sinkBroadcasts(program: Program): Program {
  const narrower = new Map<Var, Var>() // outputs of broadcastTo, and what they repeat
  let fresh = program.equations.reduce((top, { output }) => Math.max(top, output.id), program.inputs.length) + 1
  return rewrite(program, (equation, emit) => {
    const { op, inputs, params, output } = equation
    const [first] = inputs
    if (op.name === "broadcastTo" && first !== undefined) narrower.set(output, narrower.get(first) ?? first)
    if (!op.elementwise || !inputs.some((input) => narrower.has(input))) return emit(equation)
    const before = inputs.map((input) => narrower.get(input) ?? input)
    const type = op.type(before, params)
    if (sameAval(type, output)) return emit({ ...equation, inputs: before })
    const small: Var = Object.freeze({ id: fresh++, ...type })
    emit({ ...equation, inputs: before, output: small })
    narrower.set(output, small)
    return emit({ op: broadcastTo.op, inputs: [small], params: { shape: output.shape }, output })
  })
}

/** The right operand with which an op returns the left one, bit for bit (x + 0 would turn −0 into 0: not here). */
const rightIdentity: Readonly<Record<string, number>> = { sub: 0, mul: 1, div: 1, pow: 1, add: -0 }

/**
 * Removes operations that return their operand: `x − 0`, `x·1`, `x/1`, `x¹`, `x + (−0)`.
 *
 * @example
 * ```ts
 * import { exp, linearize, mul, print, removeIdentities } from "@gradual/core"
 * const program = linearize([], [mul(exp(2), 1)])
 * console.log(print(removeIdentities(program))) // () => a: float32[] = exp(2) a
 * ```
 */
export function removeIdentities(program: Program): Program {
  const uniform = new Map<Var, number>() // tensors of one value throughout
  const learn = ({ op, inputs: [x], params, output }: Equation): void => {
    const { value } = params as { value?: NDArray }
    const known =
      op.name === "constant" && value?.data.length === 1 ? value.data[0] : spreads.has(op.name) && x && uniform.get(x)
    if (typeof known === "number") uniform.set(output, known)
  }
  return rewrite(program, (equation, emit) => {
    learn(equation)
    const { op, inputs, output } = equation
    const [a, b] = inputs
    const neutral = rightIdentity[op.name]
    const isNeutral = (x: Var) => neutral !== undefined && Object.is(uniform.get(x), neutral)
    if (a && b && isNeutral(b) && sameAval(a, output)) return a
    if (a && b && isNeutral(a) && sameAval(b, output) && commutes.has(op.name)) return b
    return emit(equation)
  })
}

const spreads: ReadonlySet<string> = new Set(["reshape", "broadcastTo"])
const commutes: ReadonlySet<string> = new Set(["add", "mul"])
