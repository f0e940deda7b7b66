import type { Equation, Var } from "@gradual/core"
import { code, type Value } from "../encode/code.ts"
import type { Loop } from "../emit/nest.ts"
import { reduceColumns } from "./columns.ts"
import { argmax, argmin } from "./extremes.ts"
import { scatterAddAlongAxis, takeAlongAxis } from "./indexing.ts"
import { concat, fill, pad, reverse, slice, transpose } from "./move.ts"
import { multiply } from "./multiply.ts"
import { argsort, sort } from "./order.ts"
import { count, type Routine, type Work } from "./routine.ts"
import { cumsum } from "./scan.ts"

/** What computes an op that is no loop along rows. */
const routines: Readonly<Record<string, Routine>> = {
  sum: reduceColumns,
  prod: reduceColumns,
  max: reduceColumns,
  min: reduceColumns,
  transpose,
  slice,
  reverse,
  concat,
  pad,
  matmul: multiply,
  cumsum,
  takeAlongAxis,
  scatterAddAlongAxis,
  argmax,
  argmin,
  sort,
  argsort,
}

/** What is made of nothing. */
const ofNothing: Readonly<Record<string, number>> = { sum: 0, prod: 1, matmul: 0, scatterAddAlongAxis: 0 }
const isEmpty = ({ shape }: Var): boolean => shape.includes(0)

function worksOf(equation: Equation): readonly Work[] {
  const { op, inputs, output } = equation
  if (isEmpty(output)) return [{ units: 1, reads: [], write: () => {} }]
  const neutral = ofNothing[op.name]
  return neutral !== undefined && inputs.some(isEmpty) ? [fill(output, neutral)] : routines[op.name]!(equation)
}

/** The functions that compute an equation, under names that begin with `name`. */
export function routineOf(name: string, equation: Equation): readonly Loop[] {
  const { inputs, output } = equation
  return worksOf(equation).map(({ units, reads = inputs, keeps = [], write }, i) => {
    const parameters = ["i32", "i32", ...[...reads, output, ...keeps].map(() => "i32" as const)] as const
    const body = code(parameters)
    const [first, end, ...addresses] = body.parameters as [Value, Value, ...Value[]]
    const at = reads.length
    write(body, { inputs: addresses.slice(0, at), output: addresses[at]!, kept: addresses.slice(at + 1) }, (each) =>
      count(body, first, end, each),
    )
    return {
      written: { name: `${name}.${i}`, parameters, results: [], body: body.finish() },
      rows: units,
      reads,
      writes: [output],
      keeps,
    }
  })
}
