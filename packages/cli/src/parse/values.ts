import { allocate, type DType, type NDArray, ndarray, show, sizeOf } from "@gradual/core"
import { shown, usage } from "../errors.ts"
import { readText } from "../files.ts"
import type { Io } from "../io.ts"
import { type Numbers, readNested } from "./nested.ts"

/** The dtypes that values may have. */
export type FloatDType = "float32" | "float64"

const example = (where: string): string => `Example: ${where.replace(/[ [].*$/, "")} '[0.2,0.4]'`

/** Reads tensor values: JSON, `@file` with JSON in it, or `-` for standard input. */
export async function readValues(io: Io, text: string | undefined, where: string): Promise<Numbers> {
  if (text === undefined) throw usage(where, "numbers in JSON lists expected", "nothing", example(where))
  const isFile = text === "-" || text.startsWith("@")
  const json = isFile ? await readText(io, where, text === "-" ? text : text.slice(1)) : text
  return parseValues(json, isFile ? `${where} ${shown(text)}` : where)
}

/** Parses JSON as finite numbers in lists of equal lengths, at least one. */
function parseValues(text: string, where: string): Numbers {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw usage(where, "finite numbers in JSON lists expected", shown(text), example(where))
  }
  const numbers = readNested(value, where, finite)
  if (numbers.data.length === 0) throw usage(where, "at least one number expected", shown(text), example(where))
  return numbers
}

function finite(value: unknown, where: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value
  throw usage(where, "a finite number expected", show(value), example(where))
}

/** Numbers as a tensor; throws for those that a dtype cannot hold, rather than turn them into infinities. */
export function toTensor({ shape, data }: Numbers, dtype: FloatDType, where: string): NDArray {
  const array = allocate(dtype, sizeOf(shape))
  data.forEach((number, i) => {
    array[i] = number
    if (Number.isFinite(number) && !Number.isFinite(array[i]))
      throw usage(where, `numbers that fit in ${dtype} expected`, String(number), "Try --dtype float64")
  })
  return ndarray(dtype as DType, shape, array)
}
