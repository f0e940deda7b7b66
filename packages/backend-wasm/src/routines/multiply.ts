import { broadcastStrides } from "@gradual/backend-js"
import { type DType, sizeOf, type Var } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { named, splat, width } from "../emit/lanes.ts"
import { converted } from "../kernels/convert.ts"
import { sizes } from "../memory.ts"
import { plus } from "./integers.ts"
import { advance, put, type Routine, repeat } from "./routine.ts"
import { type Axis, axesOf, forEachPlace, placesIn, walked } from "./strides.ts"

/** Vectors of totals for which there are registers, beside what is multiplied. */
const most = 8

/**
 * Products of matrices, a tile of rows and columns at a time; those at the end overlap with others. Each element is one sum in
 * the order of memory, of float32 in float64.
 */
export const multiply: Routine = ({ inputs, output }) => {
  const [a, b] = inputs as readonly [Var, Var]
  const { dtype, shape } = output
  const bytes = sizes[dtype]
  const [rows, columns] = shape.slice(-2) as [number, number]
  const inner = a.shape.at(-1)!
  const held: DType = dtype === "int32" ? "int32" : "float64"
  const lanes = held === "int32" ? 4 : 2
  const vectors = [1, 2].find((many) => many * lanes >= columns) ?? 4
  const down: Axis = {
    length: rows,
    steps: [inner, 0, columns].map((step) => step * bytes),
    tile: Math.min(most / vectors, rows),
  }
  const across: Axis = { length: columns, steps: [0, bytes, bytes], tile: Math.min(vectors * lanes, columns) }
  const leading = shape.slice(0, -2)
  const batch = axesOf(
    leading,
    [a, b, output].map((one) => {
      const matrix = sizeOf(one.shape.slice(-2)) * bytes
      return broadcastStrides(one.shape.slice(0, -2), leading).map((stride) => stride * matrix)
    }),
  )
  return [
    {
      units: placesIn([...batch, down]),
      write: (code, addresses, forUnits) =>
        forEachPlace(code, across, [...addresses.inputs, addresses.output], (starts) =>
          forUnits((unit) => {
            const [left, right, to] = walked(code, unit, [...batch, down], starts) as [Value, Value, Value]
            const totals = Array.from({ length: down.tile! }, () =>
              Array.from({ length: vectors }, () => code.variable(splat(code, held, 0).parts[0]!)),
            )
            const [p, q] = [code.variable(left), code.variable(right)]
            repeat(code, inner, () => {
              const factors = totals[0]!.map((_, i) => someOf(code, dtype, q, i))
              for (const [row, sums] of totals.entries()) {
                const factor = oneOf(code, dtype, p, row * inner * bytes)
                for (const [i, sum] of sums.entries())
                  code.assign(
                    sum,
                    code.op(named(held, "add"), [sum, code.op(named(held, "mul"), [factor, factors[i]!])]),
                  )
              }
              advance(code, p, bytes)
              advance(code, q, columns * bytes)
            })
            for (const [row, sums] of totals.entries())
              for (let at = 0; at < across.tile!; at += width) {
                const parts = sums.slice(at / lanes, (at + width) / lanes)
                if (parts.length * lanes < width) parts.push(parts[0]!) // there are no columns for it
                const address = plus(code, to, (row * columns + at) * bytes)
                put(code, converted(code, { dtype: held, parts }, dtype), address, Math.min(across.tile! - at, width))
              }
          }),
        ),
    },
  ]
}

/** A number to multiply by, in all lanes. */
function oneOf(code: Code, dtype: DType, address: Value, offset: number): Value {
  const loaded = code.load(dtype === "float64" ? "v128.load64_splat" : "v128.load32_splat", address, offset)
  return dtype === "float32" ? code.op("f64x2.promote_low_f32x4", [loaded]) : loaded
}

/** The `i`-th vector of numbers to be multiplied. */
function someOf(code: Code, dtype: DType, address: Value, i: number): Value {
  if (dtype !== "float32") return code.load("v128.load", address, 16 * i)
  return code.op("f64x2.promote_low_f32x4", [code.load("v128.load64_zero", address, 8 * i)])
}
