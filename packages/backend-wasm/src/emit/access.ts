import type { DType } from "@gradual/core"
import { int32Bytes } from "../encode/bytes.ts"
import type { Code, Value } from "../encode/code.ts"
import type { Lanes } from "./lanes.ts"

/** Reads four elements from an address on. */
export function load(code: Code, dtype: DType, address: Value): Lanes {
  if (dtype === "bool") {
    const bytes = code.load("v128.load32_zero", address)
    const words = code.op("i32x4.extend_low_i16x8_u", [code.op("i16x8.extend_low_i8x16_u", [bytes])])
    return { dtype, parts: [code.op("i32x4.neg", [words])] }
  }
  const first = code.load("v128.load", address)
  if (dtype !== "float64") return { dtype, parts: [first] }
  return { dtype, parts: [first, code.load("v128.load", code.op("i32.add", [address, code.number(16)]))] }
}

/** Reads one element, four times. */
export function loadOne(code: Code, dtype: DType, address: Value): Lanes {
  if (dtype === "bool") {
    const bytes = code.load("v128.load8_splat", address)
    return { dtype, parts: [code.op("i32x4.ne", [bytes, code.constant(int32Bytes(0, 0, 0, 0))])] }
  }
  const part = code.load(dtype === "float64" ? "v128.load64_splat" : "v128.load32_splat", address)
  return { dtype, parts: dtype === "float64" ? [part, part] : [part] }
}

/** Writes four elements: past the end of a row too, where the next row is still to be written. */
export function store(code: Code, { dtype, parts }: Lanes, address: Value): void {
  const [first, second] = parts as [Value, Value?]
  if (dtype === "bool") code.store("v128.store32_lane", address, bytesOf(code, first), 0)
  else code.store("v128.store", address, first)
  if (second !== undefined) code.store("v128.store", code.op("i32.add", [address, code.number(16)]), second)
}

/** Writes one element. */
export function storeOne(code: Code, { dtype, parts }: Lanes, address: Value): void {
  const [first] = parts as [Value]
  if (dtype === "bool") code.store("v128.store8_lane", address, bytesOf(code, first), 0)
  else code.store(dtype === "float64" ? "v128.store64_lane" : "v128.store32_lane", address, first, 0)
}

/** Four masks as bytes, 0 or 1. */
function bytesOf(code: Code, mask: Value): Value {
  const words = code.op("v128.and", [mask, code.constant(int32Bytes(1, 1, 1, 1))])
  const halves = code.op("i16x8.narrow_i32x4_s", [words, words])
  return code.op("i8x16.narrow_i16x8_s", [halves, halves])
}
