import { type AxisParams, fail, type ScatterParams, type Var } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { copyElement, load } from "../emit/access.ts"
import { refuse } from "../emit/function.ts"
import { splat } from "../emit/lanes.ts"
import { converted } from "../kernels/convert.ts"
import { sizes } from "../memory.ts"
import { addressOf, plus, remainder, times } from "./integers.ts"
import { matricesOf } from "./matrices.ts"
import { put, type Routine, repeat, vectors } from "./routine.ts"
import * as scalar from "./scalar.ts"

const names = ["takeAlongAxis", "scatterAddAlongAxis"] as const

/** What modules call for an index that is out of range, with the number of the op. */
export function refuseIndex(op: number, index: number, size: number, axis: number): never {
  throw fail("INDEX", names[op]!, `indices run from 0 to ${size - 1} along axis ${axis}`, `${index}`)
}

export const takeAlongAxis: Routine = ({ inputs, params }) => {
  const [{ dtype, shape }, indices] = inputs as readonly [Var, Var]
  const { axis } = params as AxisParams
  const { outer, rows, columns } = matricesOf(shape, axis)
  return [
    {
      units: outer,
      write: (code, { inputs: [from, at], output }, forUnits) =>
        forUnits((unit) => {
          const source = addressOf(code, from!, times(code, unit, rows * columns), dtype)
          forEachIndex(code, 0, indices, { axis, size: rows }, unit, at!, (place, pointed) =>
            copyElement(code, dtype, addressOf(code, source, pointed, dtype), addressOf(code, output, place, dtype)),
          )
        }),
    },
  ]
}

/** Adds to totals: those of float32 are kept in float64, others are where the result will be. */
export const scatterAddAlongAxis: Routine = ({ inputs, params, output: { dtype, shape } }) => {
  const scatter = params as ScatterParams
  const { outer, rows, columns } = matricesOf(shape, scatter.axis)
  const length = rows * columns
  const held = dtype === "float32" ? "float64" : dtype
  return [
    {
      units: outer,
      keeps: held === dtype ? [] : [sizes[held] * length],
      write: (code, { inputs: [updates, at], output, kept }, forUnits) =>
        forUnits((unit) => {
          const result = addressOf(code, output, times(code, unit, length), dtype)
          const totals = kept[0] ?? result
          vectors(code, length, (at, some) => put(code, splat(code, held, 0), addressOf(code, totals, at, held), some))
          forEachIndex(code, 1, inputs[1]!, scatter, unit, at!, (place, pointed) => {
            const total = addressOf(code, totals, pointed, held)
            const update = scalar.read(code, dtype, addressOf(code, updates!, place, dtype))
            scalar.write(code, held, total, scalar.sum(code, scalar.read(code, held, total), update))
          })
          if (held !== dtype)
            vectors(code, length, (at, some) => {
              const sums = load(code, held, addressOf(code, totals, at, held))
              put(code, converted(code, sums, dtype), addressOf(code, result, at, dtype), some)
            })
        }),
    },
  ]
}

/** Pairs every index of a unit with what it connects: its own place, and the place in the unit that it points at. */
function forEachIndex(
  code: Code,
  op: number,
  { shape }: Var,
  { axis, size }: Pick<ScatterParams, "axis" | "size">,
  unit: Value,
  indices: Value,
  visit: (place: Value, pointed: Value) => void,
): void {
  const { rows, columns } = matricesOf(shape, axis)
  const first = times(code, unit, rows * columns)
  repeat(code, rows * columns, (at) => {
    const place = plus(code, first, at)
    const index = code.load("i32.load", addressOf(code, indices, place, "int32"))
    code.when(code.op("i32.ge_u", [index, code.number(size)]), () =>
      code.run(refuse, [code.number(op), index, code.number(size), code.number(axis)]),
    )
    visit(place, plus(code, times(code, index, columns), remainder(code, at, columns)))
  })
}
