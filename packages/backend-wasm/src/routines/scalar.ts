import type { DType } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"

// Totals of single elements: of float32 and float64 in float64.

export function zero(code: Code, dtype: DType): Value {
  const none = code.number(0)
  return dtype === "int32" ? none : code.op("f64.convert_i32_s", [none])
}

export function sum(code: Code, a: Value, b: Value): Value {
  return code.op(a.type === "i32" ? "i32.add" : "f64.add", [a, b])
}

/** Reads an element as a total. */
export function read(code: Code, dtype: DType, address: Value): Value {
  if (dtype === "int32") return code.load("i32.load", address)
  return dtype === "float64"
    ? code.load("f64.load", address)
    : code.op("f64.promote_f32", [code.load("f32.load", address)])
}

/** Writes a total as an element. */
export function write(code: Code, dtype: DType, address: Value, total: Value): void {
  if (dtype === "int32") code.store("i32.store", address, total)
  else if (dtype === "float64") code.store("f64.store", address, total)
  else code.store("f32.store", address, code.op("f32.demote_f64", [total]))
}
