import { type Aval, fail, isNDArray, type NDArray, type Program, type Shape, show } from "@gradual/core"
import { type DynamicLength, factorsOf } from "./lengths.ts"

/** An input of a model to be: its name and type. */
export interface Port extends Aval {
  readonly name: string
}

/** Names of the lengths that are known only when the model runs, by input and axis. */
export type DynamicAxes = Readonly<Record<string, Readonly<Record<number, string>>>>

/** A program with its dynamic lengths. */
export interface Traced {
  readonly program: Program
  readonly dynamic: readonly DynamicLength[]
}

/** What stands for lengths: primes, so that products of them can be told apart. */
const primes = [1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049]
/** The lengths with which it is proved that a program depends on them in no other way. */
const others = [
  [1151, 1153, 1163, 1171, 1181, 1187, 1193, 1201],
  [2, 3, 5, 7, 11, 13, 17, 19],
]

/**
 * The program of a function in which some lengths are left open. A program has fixed shapes; so it is made with primes for
 * those lengths, and made again with others: when it is the same but for multiples of the primes, it is the program for any.
 *
 * @throws GradualError `INPUT` for axes that are not there, `UNSUPPORTED` when the program depends on a length otherwise.
 */
export function traceDynamic(
  trace: (shapes: readonly Shape[]) => Program,
  ports: readonly Port[],
  axes: DynamicAxes,
): Traced {
  const named = namedAxes(ports, axes)
  const names = [...new Set(named.map(({ name }) => name))]
  const fixed = ports.flatMap(({ shape }) => shape)
  const free = primes.filter((prime) => fixed.every((length) => length === 0 || length % prime !== 0))
  if (names.length > free.length)
    throw fail("INPUT", "toOnnx", `at most ${free.length} dynamic lengths can be told apart`, `${names.length}`)
  const shapesWith = (lengths: readonly number[]): Shape[] =>
    ports.map(({ name, shape }) =>
      shape.map((length, axis) => {
        const found = named.find((each) => each.input === name && each.axis === axis)
        return found === undefined ? length : (lengths[names.indexOf(found.name)] as number)
      }),
    )
  const program = trace(shapesWith(free))
  const dynamic = names.map((name, i): DynamicLength => {
    const { input, axis } = named.find((each) => each.name === name) as NamedAxis
    return { name, prime: free[i] as number, input, axis }
  })
  for (const lengths of names.length === 0 ? [] : others) {
    const meant = (length: number): number => {
      const { factor, dynamic: found } = factorsOf(length, dynamic)
      return found.reduce((product, each) => product * (lengths[dynamic.indexOf(each)] as number), factor)
    }
    const difference = differenceBetween(program, trace(shapesWith(lengths)), meant)
    if (difference !== undefined)
      throw fail(
        "UNSUPPORTED",
        "toOnnx",
        `a program that is the same for all lengths of ${names.join(", ")} expected`,
        difference,
        "Leave the axis out of dynamicAxes, and export a model for each length",
      )
  }
  return { program, dynamic }
}

interface NamedAxis {
  readonly input: string
  readonly axis: number
  readonly name: string
}

function namedAxes(ports: readonly Port[], axes: DynamicAxes): NamedAxis[] {
  return Object.entries(axes).flatMap(([input, of]) => {
    const port = ports.find(({ name }) => name === input)
    if (port === undefined)
      throw fail("INPUT", "toOnnx", `dynamicAxes must name inputs (${ports.map(({ name }) => name).join(", ")})`, input)
    return Object.entries(of).map(([key, name]) => {
      const axis = Number(key)
      const rank = port.shape.length
      if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
        throw fail("SHAPE", "toOnnx", `dynamicAxes of ${input} must be axes of ${show(port.shape)}`, key)
      if (typeof name !== "string" || name === "")
        throw fail("INPUT", "toOnnx", `dynamicAxes must give axis ${key} of ${input} a name`, show(name))
      return { input, axis: axis < 0 ? axis + rank : axis, name }
    })
  })
}

/** Where `other` is not `program` with every number as `meant`; undefined where it is. */
function differenceBetween(program: Program, other: Program, meant: (x: number) => number): string | undefined {
  const places = new Map(program.inputs.map((input, i) => [input, other.inputs[i]]))
  const equations = program.equations.length === other.equations.length ? program.equations : []
  for (const [i, { op, inputs, params, output }] of equations.entries()) {
    const second = other.equations[i] as (typeof equations)[number]
    const isSame =
      second.op.name === op.name &&
      second.inputs.length === inputs.length &&
      inputs.every((input, k) => places.get(input) === second.inputs[k]) &&
      equal(output.shape, second.output.shape, meant) &&
      equal(params, second.params, meant)
    if (!isSame) return `${op.name} ${show(params)}, which differs between lengths`
    places.set(output, second.output)
  }
  const isWhole = equations.length > 0 || program.equations.length === other.equations.length
  return isWhole && program.outputs.every((output, i) => places.get(output) === other.outputs[i])
    ? undefined
    : `${program.equations.length} operations for some and ${other.equations.length} for others`
}

function equal(a: unknown, b: unknown, meant: (x: number) => number): boolean {
  if (typeof a === "number") return Object.is(meant(a), b)
  if (isNDArray(a)) return isNDArray(b) && equalArrays(a, b, meant)
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b
  const [one, two] = [Object.entries(a), Object.entries(b)]
  return (
    one.length === two.length && one.every(([key, value], i) => two[i]?.[0] === key && equal(value, two[i]?.[1], meant))
  )
}

/** Only a single number may stand for a length: of several, nobody knows which do. */
function equalArrays(a: NDArray, b: NDArray, meant: (x: number) => number): boolean {
  if (a.dtype !== b.dtype || !equal(a.shape, b.shape, (x) => x)) return false
  const as = a.data.length === 1 ? meant : (x: number) => x
  return a.data.every((x, i) => Object.is(as(x), b.data[i]))
}
