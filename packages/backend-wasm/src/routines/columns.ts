import type { AxesParams } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { load, store } from "../emit/access.ts"
import { assign, type Lanes, variables, width } from "../emit/lanes.ts"
import { converted } from "../kernels/convert.ts"
import { type Combining, combining } from "../kernels/reduce.ts"
import { sizes } from "../memory.ts"
import { addressOf, plus, times } from "./integers.ts"
import { type Matrices, matricesOf } from "./matrices.ts"
import { advance, put, type Routine, repeat, vectors } from "./routine.ts"

/** Columns whose totals are variables. */
const few = 4 * width

/** Reduces the columns of matrices, in the order of their rows: to totals of all columns, in variables or in memory. */
export const reduceColumns: Routine = ({ op, inputs, params, output }) => {
  const [x] = inputs
  const { axes } = params as AxesParams // neighbours, as they are taken apart
  const matrices = matricesOf(x!.shape, axes[0]!, axes.at(-1))
  const { outer, rows, columns } = matrices
  const rowBytes = columns * sizes[x!.dtype]
  return [
    {
      units: outer,
      keeps: columns > few ? [sizes.float64 * columns] : [],
      write: (code, addresses, forUnits) => {
        const reduction = combining(code, op.name, x!.dtype)
        forUnits((unit) => {
          const from = code.variable(plus(code, addresses.inputs[0]!, times(code, unit, rows * rowBytes)))
          const to = addressOf(code, addresses.output, times(code, unit, columns), output.dtype)
          const element = (row: number, at: Value) =>
            load(code, x!.dtype, addressOf(code, plus(code, from, row * rowBytes), at, x!.dtype))
          const finish = (total: Lanes, at: Value, some: number) =>
            put(code, converted(code, total, output.dtype), addressOf(code, to, at, output.dtype), some)
          const next = (many: number) => advance(code, from, many * rowBytes)
          if (columns > few) inMemory(code, matrices, reduction, addresses.kept[0]!, { element, finish, next })
          else inVariables(code, matrices, reduction, { element, finish, next })
        })
      },
    },
  ]
}

/** What columns are made of. */
interface Elements {
  /** Four elements of a row, counted from where we are. */
  element(row: number, at: Value): Lanes
  finish(total: Lanes, at: Value, some: number): void
  /** Goes so many rows on. */
  next(rows: number): void
}

/** Rows that are taken in together: totals are read and written once for all of them. */
const together = 4

function inMemory(
  code: Code,
  { rows, columns }: Matrices,
  { start, combine }: Combining,
  kept: Value,
  { element, finish, next }: Elements,
): void {
  const placeOf = (at: Value) => addressOf(code, kept, at, start.dtype)
  vectors(code, columns, (at) => store(code, start, placeOf(at)))
  const takeIn = (many: number) => {
    vectors(code, columns, (at) => {
      let total = load(code, start.dtype, placeOf(at))
      for (let row = 0; row < many; row++) total = combine(total, element(row, at))
      store(code, total, placeOf(at))
    })
    next(many)
  }
  if (rows >= together) repeat(code, Math.floor(rows / together), () => takeIn(together))
  if (rows % together > 0) takeIn(rows % together)
  vectors(code, columns, (at, some) => finish(load(code, start.dtype, placeOf(at)), at, some))
}

function inVariables(
  code: Code,
  { rows, columns }: Matrices,
  { start, combine }: Combining,
  { element, finish, next }: Elements,
): void {
  const totals = Array.from({ length: Math.ceil(columns / width) }, (_, i) => ({
    at: code.number(i * width),
    some: Math.min(columns - i * width, width),
    total: variables(code, start),
  }))
  repeat(code, rows, () => {
    for (const { at, total } of totals) assign(code, total, combine(total, element(0, at)))
    next(1)
  })
  for (const { at, some, total } of totals) finish(total, at, some)
}
