import type { AxisParams, Var } from "@gradual/core"
import type { Value } from "../encode/code.ts"
import { addressOf, times } from "./integers.ts"
import { type KeyOrder, keyAt, keyType } from "./keys.ts"
import { columnStart, matricesOf } from "./matrices.ts"
import { type Routine, repeat } from "./routine.ts"

/** The place of the element with the largest key, the first of several. */
const placeOf =
  (order: KeyOrder): Routine =>
  ({ inputs, params }) => {
    const [{ dtype, shape }] = inputs as readonly [Var]
    const matrices = matricesOf(shape, (params as AxisParams).axis)
    const { outer, rows: length, columns } = matrices
    return [
      {
        units: outer * columns,
        write: (code, { inputs: [x], output }, forUnits) =>
          forUnits((line) => {
            const start = addressOf(code, x!, columnStart(code, line, matrices), dtype)
            const keyOf = (place: Value) => {
              const address = addressOf(code, start, times(code, place, columns), dtype)
              return keyAt(code, dtype, address, order)
            }
            const first = code.number(0)
            const [best, at] = [code.variable(keyOf(first)), code.variable(first)]
            repeat(code, length, (place) => {
              const key = keyOf(place)
              const isBetter = code.op(`${keyType(dtype)}.lt_s`, [best, key])
              code.assign(best, code.select(isBetter, key, best))
              code.assign(at, code.select(isBetter, place, at))
            })
            code.store("i32.store", addressOf(code, output, line, "int32"), at)
          }),
      },
    ]
  }

export const argmax: Routine = placeOf("up")
export const argmin: Routine = placeOf("downButNaN")
