import type { DType } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { sizes } from "../memory.ts"

// Arithmetic of places and addresses.

type Integer = (code: Code, a: Value, b: Value | number) => Value
const integer =
  (name: "add" | "mul" | "div_u" | "rem_u"): Integer =>
  (code, a, b) =>
    code.op(`i32.${name}`, [a, typeof b === "number" ? code.number(b) : b])

export const plus: Integer = integer("add")
export const times: Integer = integer("mul")
export const quotient: Integer = integer("div_u")
export const remainder: Integer = integer("rem_u")

/** The address of an element. */
export function addressOf(code: Code, base: Value, index: Value, dtype: DType): Value {
  return plus(code, base, times(code, index, sizes[dtype]))
}
