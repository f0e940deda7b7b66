import type { DType } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"

/** Whether larger elements have larger keys or smaller ones, and then whether NaN has the largest all the same. */
export type KeyOrder = "up" | "down" | "downButNaN"

/** How many bits keys have: as many as their elements. */
export const keyType = (dtype: DType): "i32" | "i64" => (dtype === "float64" ? "i64" : "i32")

/** An integer in the order of the elements, read from an address: −0 is 0, NaN is above everything. */
export function keyAt(code: Code, dtype: DType, address: Value, order: KeyOrder): Value {
  const type = keyType(dtype)
  const number = (value: number) => {
    const low = code.number(value)
    return type === "i32" ? low : code.op("i64.extend_i32_s", [low])
  }
  const op = (name: "and" | "xor" | "shl" | "shr_s" | "shr_u" | "eq" | "gt_u", a: Value, b: Value) =>
    code.op(`${type}.${name}`, [a, b])
  const flip = (key: Value): Value => op("xor", key, number(-1))
  const bits = code.load(`${type}.load`, address)
  if (dtype === "int32") return order === "up" ? bits : flip(bits)
  const [exponent, shift, last] = type === "i32" ? [255, 23, 31] : [2047, 52, 63]
  const most = op("shr_u", number(-1), number(1))
  const infinity = op("shl", number(exponent), number(shift))
  const sign = op("shr_s", bits, number(last))
  const ordered = op("xor", bits, op("and", sign, most)) // the bits of negative numbers count down
  const key = code.select(op("eq", ordered, number(-1)), number(0), ordered) // −0
  const isNone = op("gt_u", op("and", bits, most), infinity)
  const withNaN = (one: Value) => code.select(isNone, most, one)
  if (order === "downButNaN") return withNaN(flip(key))
  return order === "down" ? flip(withNaN(key)) : withNaN(key)
}
