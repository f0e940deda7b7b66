import { type Equation, type NDArray, sizeOf, type Var } from "@gradual/core"
import { type Code, code, type Value } from "../encode/code.ts"
import type { Written } from "../encode/module.ts"
import { costs } from "../kernels/index.ts"
import { sizes } from "../memory.ts"
import { isAlong, passesOf } from "../plan/passes.ts"
import type { Nest } from "../plan/schedule.ts"
import { blockLength } from "../plan/stages.ts"
import { writeRow } from "./row.ts"

/** A nest as a function of a range of rows and of addresses: of what it reads, what it writes, and what it keeps. */
export interface Loop {
  readonly written: Written
  readonly rows: number
  readonly reads: readonly Var[]
  readonly writes: readonly Var[]
  /** Bytes of each kept row or block. */
  readonly keeps: readonly number[]
}

/** The value of a constant of one element. */
export function numberOf({ op, params, output }: Equation): number | undefined {
  if (op.name !== "constant" || sizeOf(output.shape) !== 1) return undefined
  return (params as { readonly value: NDArray }).value.data[0]
}

/**
 * Writes the function of a nest; `isOutput` says which values others need, `numbers` are known. Where rows may be computed in
 * any order, each writes nothing but itself.
 */
export function loopOf(
  name: string,
  nest: Nest,
  isOutput: (variable: Var) => boolean,
  numbers: ReadonlyMap<Var, number>,
  { relaxed, mostParts }: { readonly relaxed: boolean; readonly mostParts: number },
): Loop {
  const outputs = new Set(nest.equations.map(({ output }) => output).filter(isOutput))
  const { passes, ofRows, ofBlocks } = passesOf(nest, outputs, costs)
  const made = new Set(nest.equations.map(({ output }) => output))
  const read = new Set(nest.equations.flatMap(({ inputs }) => inputs))
  const reads = [...read].filter((variable) => !made.has(variable) && !numbers.has(variable))
  const writes = [...outputs]
  const [rowsKept, blocksKept] = [new Set(ofRows), new Set(ofBlocks)]
  const streams = [...reads, ...writes, ...ofRows, ...ofBlocks]

  const rows = sizeOf(nest.leading) * nest.parts
  const parameters = ["i32", "i32", ...streams.map(() => "i32" as const)] as const
  const body = code(parameters, relaxed)
  const [firstRow, endRow, ...bases] = body.parameters as [Value, Value, ...Value[]]
  const row = body.variable(firstRow)
  body.when(body.op("i32.lt_u", [row, endRow]), () =>
    body.loop(() => {
      const addresses = new Map(
        streams.map((one, i) => {
          const isKept = rowsKept.has(one) || blocksKept.has(one)
          return [one, isKept ? bases[i]! : rowAddress(body, one, nest, row, bases[i]!)]
        }),
      )
      writeRow(body, { nest, passes, outputs, numbers, addresses, blocksKept, isApart: mostParts > 1 && rows > 1 })
      body.assign(row, body.op("i32.add", [row, body.number(1)]))
      return body.op("i32.lt_u", [row, endRow])
    }),
  )
  const bytes = (length: number) => (variable: Var) => sizes[variable.dtype] * length
  return {
    written: { name, parameters, results: [], body: body.finish() },
    rows,
    reads,
    writes,
    keeps: [...ofRows.map(bytes(nest.length)), ...ofBlocks.map(bytes(Math.min(nest.length, blockLength)))],
  }
}

/** Where a value's elements for a row begin. */
function rowAddress(body: Code, variable: Var, nest: Nest, row: Value, base: Value): Value {
  const leading = nest.parts > 1 ? [nest.parts] : nest.leading
  const shape = nest.leading.length > 0 ? variable.shape.slice(0, -1) : isAlong(variable, nest) ? leading : []
  if (shape.every((length) => length === 1)) return base
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
