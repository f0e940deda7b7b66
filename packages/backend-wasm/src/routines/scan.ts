import type { Equation, ScanParams } from "@gradual/core"
import { load, store } from "../emit/access.ts"
import type { Value } from "../encode/code.ts"
import { converted } from "../kernels/convert.ts"
import { combining } from "../kernels/reduce.ts"
import { sizes } from "../memory.ts"
import { addressOf, plus, times } from "./integers.ts"
import { matricesOf } from "./matrices.ts"
import { advance, put, type Routine, repeat, vectors, type Work } from "./routine.ts"
import * as scalar from "./scalar.ts"
import { type Axis, placesIn, walked } from "./strides.ts"

/** Running sums: along rows several rows at a time, which do not wait for each other; else of all columns, kept in memory. */
export const cumsum: Routine = (equation) => {
  const { columns } = matricesOf(equation.output.shape, (equation.params as ScanParams).axis)
  return [columns === 1 ? alongRows(equation) : downColumns(equation)]
}

function alongRows({ params, output: { dtype, shape } }: Equation): Work {
  const { axis, exclusive, reverse } = params as ScanParams
  const { outer, rows: length } = matricesOf(shape, axis)
  const bytes = sizes[dtype]
  const ways = Math.min(4, outer)
  const down: Axis = { length: outer, steps: [length * bytes, length * bytes], tile: ways }
  const start = reverse ? (length - 1) * bytes : 0
  return {
    units: placesIn([down]),
    write: (code, { inputs, output }, forUnits) =>
      forUnits((unit) => {
        const starts = [...inputs, output].map((address) => plus(code, address, start))
        const places = walked(code, unit, [down], starts).map((place) => code.variable(place))
        const [source, target] = places as [Value, Value]
        const totals = Array.from({ length: ways }, () => code.variable(scalar.zero(code, dtype)))
        repeat(code, length, () => {
          for (const [way, total] of totals.entries()) {
            const place = way * length * bytes
            const next = scalar.sum(code, total, scalar.read(code, dtype, plus(code, source, place)))
            scalar.write(code, dtype, plus(code, target, place), exclusive ? total : next)
            code.assign(total, next)
          }
          for (const place of places) advance(code, place, reverse ? -bytes : bytes)
        })
      }),
  }
}

function downColumns({ params, output: { dtype, shape } }: Equation): Work {
  const { axis, exclusive, reverse } = params as ScanParams
  const { outer, rows, columns } = matricesOf(shape, axis)
  const rowBytes = columns * sizes[dtype]
  const start = reverse ? (rows - 1) * rowBytes : 0
  return {
    units: outer,
    keeps: [sizes.float64 * columns],
    write: (code, { inputs, output, kept }, forUnits) => {
      const { start: nothing, combine } = combining(code, "sum", dtype)
      const placeOf = (at: Value) => addressOf(code, kept[0]!, at, nothing.dtype)
      forUnits((unit) => {
        const offset = plus(code, times(code, unit, rows * rowBytes), start)
        const [from, to] = [code.variable(plus(code, inputs[0]!, offset)), code.variable(plus(code, output, offset))]
        vectors(code, columns, (at) => store(code, nothing, placeOf(at)))
        repeat(code, rows, () => {
          vectors(code, columns, (at, some) => {
            const before = load(code, nothing.dtype, placeOf(at))
            const after = combine(before, load(code, dtype, addressOf(code, from, at, dtype)))
            store(code, after, placeOf(at))
            put(code, converted(code, exclusive ? before : after, dtype), addressOf(code, to, at, dtype), some)
          })
          for (const one of [from, to]) advance(code, one, reverse ? -rowBytes : rowBytes)
        })
      })
    },
  }
}
