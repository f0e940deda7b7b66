import type { DType, Equation, Var } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { doubtful, loopKernels } from "../kernels/index.ts"
import { lanesBefore, reduction } from "../kernels/reduce.ts"
import { sizes } from "../memory.ts"
import { isAlong, type Pass } from "../plan/passes.ts"
import type { Nest } from "../plan/schedule.ts"
import { blockLength, shortest, type Stage } from "../plan/stages.ts"
import { load, loadOne, store, storeFirst } from "./access.ts"
import { notAll } from "./function.ts"
import { type Lanes, splat, width } from "./lanes.ts"

/** What a row is computed from. */
export interface Row {
  readonly nest: Nest
  readonly passes: readonly Pass[]
  readonly outputs: ReadonlySet<Var>
  readonly numbers: ReadonlyMap<Var, number>
  /** Where the values of the row begin. */
  readonly addresses: ReadonlyMap<Var, Value>
  /** Values of which there is one block. */
  readonly blocksKept: ReadonlySet<Var>
  /** Whether what is beyond the end of the row may be written already. */
  readonly isApart: boolean
}

/** Takes the values of four elements into a stage's reductions; `valid` masks those beyond the end of the row. */
type Reduce = (elements: (variable: Var) => Lanes, valid: Lanes | undefined) => void

/** Writes what computes a row. */
export function writeRow(body: Code, row: Row): void {
  const { nest, passes, outputs, addresses } = row
  const single = valuesOf(body, row, (variable) => loadOne(body, variable.dtype, addresses.get(variable)!))
  const finish = (equation: Equation, value: Lanes): void => {
    single.set(equation.output, value)
    if (outputs.has(equation.output)) storeFirst(body, value, addresses.get(equation.output)!, 1)
  }
  for (const { before, stages } of passes) {
    for (const equation of before) finish(equation, single.compute(equation))
    // what elements need of the row is read before the loops
    const inputs = stages.flatMap(({ equations }) => equations.flatMap((equation) => equation.inputs))
    for (const input of inputs) if (!isAlong(input, nest)) single.get(input)
    const loops = stages.map((stage) => loopOf(body, stage))
    writeLoops(body, row, loops, single.get)
    for (const { results } of loops) for (const [equation, value] of results()) finish(equation, value)
  }
}

/** A stage, with its totals. */
interface StageLoop {
  readonly stage: Stage
  readonly reduce: Reduce
  readonly results: () => readonly (readonly [Equation, Lanes])[]
}

function loopOf(body: Code, stage: Stage): StageLoop {
  const { reductions } = stage
  const totals = reductions.map(({ op, inputs }) => reduction(body, op.name, inputs[0]!.dtype))
  return {
    stage,
    reduce: (elements, valid) => {
      for (const [i, { inputs }] of reductions.entries()) totals[i]!.take(elements(inputs[0]!), valid)
    },
    results: () => reductions.map((equation, i) => [equation, totals[i]!.result(equation.output.dtype)]),
  }
}

/** Writes the loops of a pass: of several, all on a block of elements, then all on the next. */
function writeLoops(body: Code, row: Row, loops: readonly StageLoop[], single: (variable: Var) => Lanes): void {
  const length = body.number(row.nest.length)
  const start = body.number(0)
  const [only, ...others] = loops
  if (only === undefined) return
  if (others.length === 0) {
    writeElements(body, row, only, { from: start, to: length }, single)
    return
  }
  const from = body.variable(start)
  const to = body.variable(from)
  body.loop(() => {
    body.assign(to, body.op("i32.add", [from, body.number(blockLength)]))
    body.when(body.op("i32.gt_u", [to, length]), () => body.assign(to, length))
    const addresses = new Map(
      [...row.addresses].map(([variable, address]) => {
        if (!row.blocksKept.has(variable)) return [variable, address]
        const before = body.op("i32.mul", [from, body.number(sizes[variable.dtype])])
        return [variable, body.op("i32.sub", [address, before])]
      }),
    )
    for (const loop of loops) writeElements(body, { ...row, addresses }, loop, { from, to }, single)
    body.assign(from, to)
    return body.op("i32.lt_u", [from, length])
  })
}

/** Writes the loops of a stage over some elements. */
function writeElements(
  body: Code,
  row: Row,
  loop: StageLoop,
  { from, to }: { readonly from: Value; readonly to: Value },
  single: (variable: Var) => Lanes,
): void {
  const at = body.variable(from)
  const isGoing = (): Value => body.op("i32.lt_u", [at, to])
  const vector = (code: Code) => writeVector(code, row, loop, at, single)
  const hasDoubts = loop.stage.equations.some(
    ({ op, inputs }) => doubtful.has(op.name) && inputs[0]!.dtype === "float32",
  )
  const one = (code: Code) =>
    body.loop(() => {
      vector(code)
      return isGoing()
    })
  if (!hasDoubts || row.nest.length < shortest) {
    one(body)
    return
  }
  // A loop that only leaves where something is to be repaired is short and has the registers to itself.
  body.loop(() => {
    one({ ...body, doubts: [] })
    body.when(isGoing(), () => vector(body))
    return isGoing()
  })
}

/** Writes what computes four elements from `at` on, and goes on to the next; where there are doubts it leaves the loop instead. */
function writeVector(
  code: Code,
  row: Row,
  { stage, reduce }: StageLoop,
  at: Value,
  single: (variable: Var) => Lanes,
): void {
  const isCut = row.nest.length % width !== 0 // some may be beyond the end of the row
  const offsets = new Map<DType, Value>()
  const address = (variable: Var): Value => {
    const offset = offsets.get(variable.dtype) ?? code.op("i32.mul", [at, code.number(sizes[variable.dtype])])
    offsets.set(variable.dtype, offset)
    return code.op("i32.add", [row.addresses.get(variable)!, offset])
  }
  const values = valuesOf(code, row, (variable) =>
    isAlong(variable, row.nest) ? load(code, variable.dtype, address(variable)) : single(variable),
  )
  for (const equation of stage.equations) values.set(equation.output, values.compute(equation))
  if (code.doubts !== undefined)
    code.leave(
      notAll(
        code,
        code.doubts.reduce((a, b) => code.op("v128.and", [a, b])),
      ),
    )
  const stored = [...stage.stored].map((variable) => [values.get(variable), address(variable)] as const)
  const whole = () => {
    for (const [lanes, to] of stored) store(code, lanes, to)
  }
  if (isCut && row.isApart) {
    const left = row.nest.length % width
    const isWhole = code.op("i32.lt_u", [at, code.number(row.nest.length - left)])
    code.when(isWhole, whole)
    code.when(code.op("i32.eqz", [isWhole]), () => {
      for (const [lanes, to] of stored) storeFirst(code, lanes, to, left)
    })
  } else whole()
  reduce(values.get, isCut ? lanesBefore(code, code.number(row.nest.length), at) : undefined)
  code.assign(at, code.op("i32.add", [at, code.number(width)]))
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
