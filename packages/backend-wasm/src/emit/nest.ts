import { type DType, type Equation, type NDArray, sizeOf, type Var } from "@gradual/core"
import { type Code, code, type Value } from "../encode/code.ts"
import type { Written } from "../encode/module.ts"
import { costly, loopKernels } from "../kernels/index.ts"
import { lanesBefore, reduction } from "../kernels/reduce.ts"
import { sizes } from "../memory.ts"
import { isAlong, type Pass, passesOf } from "../plan/passes.ts"
import type { Nest } from "../plan/schedule.ts"
import { load, loadOne, store, storeOne } from "./access.ts"
import { type Lanes, splat, width } from "./lanes.ts"

/** A nest as a function of a range of rows and of addresses: of what it reads, what it writes, and what it keeps of a row. */
export interface Loop {
  readonly written: Written
  readonly rows: number
  readonly reads: readonly Var[]
  readonly writes: readonly Var[]
  /** Bytes of each kept row. */
  readonly keeps: readonly number[]
}

/** The value of a constant of one element. */
export function numberOf({ op, params, output }: Equation): number | undefined {
  if (op.name !== "constant" || sizeOf(output.shape) !== 1) return undefined
  return (params as { readonly value: NDArray }).value.data[0]
}

/** Writes the function of a nest; `isOutput` says which values others need, `numbers` are known. */
export function loopOf(
  name: string,
  nest: Nest,
  isOutput: (variable: Var) => boolean,
  numbers: ReadonlyMap<Var, number>,
  relaxed: boolean,
): Loop {
  const outputs = new Set(nest.equations.map(({ output }) => output).filter(isOutput))
  const { passes, kept } = passesOf(nest, outputs, ({ op }) => costly.has(op.name))
  const made = new Set(nest.equations.map(({ output }) => output))
  const read = new Set(nest.equations.flatMap(({ inputs }) => inputs))
  const reads = [...read].filter((variable) => !made.has(variable) && !numbers.has(variable))
  const writes = [...outputs]
  const streams = [...reads, ...writes, ...kept]

  const parameters = ["i32", "i32", ...streams.map(() => "i32" as const)] as const
  const body = code(parameters, relaxed)
  const [firstRow, endRow, ...bases] = body.parameters as [Value, Value, ...Value[]]
  const baseOf = new Map(streams.map((variable, i) => [variable, bases[i]!]))
  const row = body.variable(firstRow)
  body.when(body.op("i32.lt_u", [row, endRow]), () =>
    body.loop(() => {
      const inRow = new Map(
        streams.map((one) => [one, rowAddress(body, one, nest, row, baseOf.get(one)!, kept.includes(one))]),
      )
      writeRow(body, { nest, passes, outputs, numbers, addresses: inRow })
      body.assign(row, body.op("i32.add", [row, body.number(1)]))
      return body.op("i32.lt_u", [row, endRow])
    }),
  )
  return {
    written: { name, parameters, results: [], body: body.finish() },
    rows: sizeOf(nest.leading),
    reads,
    writes,
    keeps: kept.map(({ dtype }) => sizes[dtype] * nest.length),
  }
}

/** Where a value's elements for a row begin. What is kept is kept for one row. */
function rowAddress(body: Code, variable: Var, nest: Nest, row: Value, base: Value, isKept: boolean): Value {
  const { leading } = nest
  const shape = leading.length === 0 ? [] : variable.shape.slice(0, -1)
  if (isKept || shape.every((length) => length === 1)) return base
  const own = isAlong(variable, nest) ? nest.length : 1
  const scaled = (index: Value, elements: number) =>
    body.op("i32.add", [base, body.op("i32.mul", [index, body.number(elements * sizes[variable.dtype])])])
  const padded = [...leading.slice(0, leading.length - shape.length).map(() => 1), ...shape]
  if (padded.every((length, axis) => length === leading[axis])) return scaled(row, own)
  // some axes are repeated: the row's index along each of the others
  let index = body.number(0)
  let stride = 1
  for (let axis = leading.length - 1, below = 1; axis >= 0; below *= leading[axis]!, axis--) {
    if (padded[axis] === 1) continue
    const along = body.op("i32.rem_u", [body.op("i32.div_u", [row, body.number(below)]), body.number(leading[axis]!)])
    index = body.op("i32.add", [index, body.op("i32.mul", [along, body.number(stride)])])
    stride *= leading[axis]!
  }
  return scaled(index, own)
}

interface Row {
  readonly nest: Nest
  readonly passes: readonly Pass[]
  readonly outputs: ReadonlySet<Var>
  readonly numbers: ReadonlyMap<Var, number>
  readonly addresses: ReadonlyMap<Var, Value>
}

/** Writes what computes a row. */
function writeRow(body: Code, row: Row): void {
  const { nest, passes, outputs, addresses } = row
  const single = valuesOf(body, row, (variable) => loadOne(body, variable.dtype, addresses.get(variable)!))
  const finish = (equation: Equation, value: Lanes): void => {
    single.set(equation.output, value)
    if (outputs.has(equation.output)) storeOne(body, value, addresses.get(equation.output)!)
  }
  for (const pass of passes) {
    for (const equation of pass.before) finish(equation, single.compute(equation))
    const ways = waysOf(pass, nest.length)
    const totals = pass.reductions.map(({ op, inputs }) => reduction(body, op.name, inputs[0]!.dtype, ways))
    // what elements need of the row is read before the loop
    for (const { inputs } of pass.equations) for (const input of inputs) if (!isAlong(input, nest)) single.get(input)
    if (pass.equations.length > 0 || pass.reductions.length > 0)
      writeElements(body, row, pass, ways, single.get, (way, elements, valid) => {
        for (const [i, { inputs }] of pass.reductions.entries()) totals[i]!.take(way, elements(inputs[0]!), valid)
      })
    for (const [i, equation] of pass.reductions.entries()) finish(equation, totals[i]!.result(equation.output.dtype))
  }
}

/** How many vectors at a time: totals that are next to nothing to compute would wait for themselves. */
function waysOf({ equations, reductions }: Pass, length: number): number {
  const isLight = equations.length < 8 && !equations.some(({ op }) => costly.has(op.name))
  return reductions.length > 0 && isLight && length >= 4 * width ? 4 : 1
}

/** Writes the loops of a pass over the elements of a row: several vectors at a time, then what is left one at a time. */
function writeElements(
  body: Code,
  row: Row,
  pass: Pass,
  ways: number,
  single: (variable: Var) => Lanes,
  reduce: (way: number, elements: (variable: Var) => Lanes, valid: Lanes | undefined) => void,
): void {
  const { length } = row.nest
  const whole = length - (length % (ways * width))
  const at = body.variable(body.number(0))
  const loop = (end: number, together: number, isLast: boolean): void =>
    body.loop(() => {
      for (let way = 0; way < together; way++) {
        const values = writeVector(body, row, pass, at, single)
        const isCut = isLast && length % width !== 0
        reduce(way, values, isCut ? lanesBefore(body, body.number(length), at) : undefined)
        body.assign(at, body.op("i32.add", [at, body.number(width)]))
      }
      return body.op("i32.lt_u", [at, body.number(end)])
    })
  if (whole > 0 && ways > 1) loop(whole, ways, false)
  if (ways === 1 || whole < length) loop(length, 1, true)
}

/** Writes what computes four elements from `at` on. */
function writeVector(body: Code, { nest, addresses, ...row }: Row, pass: Pass, at: Value, single: (v: Var) => Lanes) {
  const offsets = new Map<DType, Value>()
  const address = (variable: Var): Value => {
    const offset = offsets.get(variable.dtype) ?? body.op("i32.mul", [at, body.number(sizes[variable.dtype])])
    offsets.set(variable.dtype, offset)
    return body.op("i32.add", [addresses.get(variable)!, offset])
  }
  const values = valuesOf(body, row, (variable) =>
    isAlong(variable, nest) ? load(body, variable.dtype, address(variable)) : single(variable),
  )
  for (const equation of pass.equations) {
    const value = values.compute(equation)
    values.set(equation.output, value)
    if (pass.stored.has(equation.output)) store(body, value, address(equation.output))
  }
  return values.get
}

/** The values that are known in a part of a function; others are read once. */
function valuesOf(body: Code, { numbers }: Pick<Row, "numbers">, read: (variable: Var) => Lanes) {
  const known = new Map<Var, Lanes>()
  const get = (variable: Var): Lanes => {
    const number = numbers.get(variable)
    const value = known.get(variable) ?? (number === undefined ? read(variable) : splat(body, variable.dtype, number))
    known.set(variable, value)
    return value
  }
  return {
    get,
    set: (variable: Var, value: Lanes) => known.set(variable, value),
    compute: ({ op, inputs, params, output }: Equation) =>
      loopKernels.get(op.name)!(body, inputs.map(get), params, output),
  }
}
