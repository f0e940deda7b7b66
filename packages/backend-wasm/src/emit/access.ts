import type { DType } from "@gradual/core"
import type { Code, Value } from "../encode/code.ts"
import { sizes } from "../memory.ts"
import { type Lanes, width } from "./lanes.ts"

/** Reads four elements from an address on. */
export function load(code: Code, dtype: DType, address: Value): Lanes {
  if (dtype === "bool") {
    const bytes = code.load("v128.load32_zero", address)
    const words = code.op("i32x4.extend_low_i16x8_u", [code.op("i16x8.extend_low_i8x16_u", [bytes])])
    return { dtype, parts: [code.op("i32x4.neg", [words])] }
  }
  const first = code.load("v128.load", address)
  if (dtype !== "float64") return { dtype, parts: [first] }
  return { dtype, parts: [first, code.load("v128.load", address, 16)] }
}

/** Reads one element, four times. */
export function loadOne(code: Code, dtype: DType, address: Value): Lanes {
  if (dtype === "bool") {
    const bytes = code.load("v128.load8_splat", address)
    return { dtype, parts: [code.op("i32x4.ne", [bytes, code.splat("i32x4", 0)])] }
  }
  const part = code.load(dtype === "float64" ? "v128.load64_splat" : "v128.load32_splat", address)
  return { dtype, parts: dtype === "float64" ? [part, part] : [part] }
}

/** Writes four elements: past the end of a row too, where the next row is still to be written. */
export function store(code: Code, { dtype, parts }: Lanes, address: Value): void {
  const [first, second] = parts as [Value, Value?]
  if (dtype === "bool") code.store("v128.store32_lane", address, bytesOf(code, first), { lane: 0 })
  else code.store("v128.store", address, first)
  if (second !== undefined) code.store("v128.store", address, second, { offset: 16 })
}

/** Writes the first of four elements, `count` of them, and nothing else. */
export function storeFirst(code: Code, { dtype, parts }: Lanes, address: Value, count: number): void {
  const vectors = dtype === "bool" ? parts.map((part) => bytesOf(code, part)) : parts
  const name = ({ 1: "v128.store8_lane", 4: "v128.store32_lane", 8: "v128.store64_lane" } as const)[sizes[dtype]]
  const lanes = width / parts.length
  for (let i = 0; i < count; i++)
    code.store(name, address, vectors[Math.floor(i / lanes)]!, { offset: i * sizes[dtype], lane: i % lanes })
}

/** Copies an element, from some bytes after an address to some after another. */
export function copyElement(
  code: Code,
  dtype: DType,
  source: Value,
  target: Value,
  from: number = 0,
  to: number = 0,
): void {
  const [load, store] = (
    {
      1: ["i32.load8_u", "i32.store8"],
      4: ["i32.load", "i32.store"],
      8: ["i64.load", "i64.store"],
    } as const
  )[sizes[dtype]]
  code.store(store, target, code.load(load, source, from), { offset: to })
}

/** Four masks as bytes, 0 or 1. */
function bytesOf(code: Code, mask: Value): Value {
  const words = code.op("v128.and", [mask, code.splat("i32x4", 1)])
  const halves = code.op("i16x8.narrow_i32x4_s", [words, words])
  return code.op("i8x16.narrow_i16x8_s", [halves, halves])
}
