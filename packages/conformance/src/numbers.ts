import { allocate, type DType, type NDArray, ndarray } from "@gradual/core"
import type { CaseNumber, CaseTensor } from "./schema.ts"

/** A number of a case as a number. */
export function toNumber(value: CaseNumber | boolean): number {
  return value === "-0" ? -0 : Number(value)
}

/** A number as cases hold it. */
function toCaseNumber(value: number): CaseNumber {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : value
  return String(value) as "NaN" | "Infinity" | "-Infinity"
}

/**
 * A tensor of a case as values.
 *
 * @throws GradualError `SHAPE` when the data does not fit the shape.
 * @example
 * ```ts
 * import { toValues } from "@gradual/conformance"
 * console.log(toValues({ dtype: "float32", shape: [2], data: [1, "Infinity"] }).data) // 1, Infinity
 * ```
 */
export function toValues({ dtype, shape, data }: CaseTensor): NDArray {
  const values = allocate(dtype, data.length)
  data.forEach((entry, i) => {
    values[i] = toNumber(entry)
  })
  return ndarray(dtype, shape, values)
}

/**
 * Values as a tensor of a case, in the words that JSON lacks for NaN, ±∞ and −0.
 *
 * @example
 * ```ts
 * import { toNDArray } from "@gradual/core"
 * import { toCaseTensor } from "@gradual/conformance"
 * console.log(toCaseTensor(toNDArray([1, -0])).data) // [ 1, "-0" ]
 * ```
 */
export function toCaseTensor({ dtype, shape, data }: NDArray): CaseTensor {
  return { dtype, shape, data: Array.from(data, (entry) => (dtype === "bool" ? entry !== 0 : toCaseNumber(entry))) }
}

const precision = { float32: { bits: 24, minExponent: -126 }, float64: { bits: 53, minExponent: -1022 } }

/** Half the gap between 1 and the next number: the unit of relative rounding. 0 for exact dtypes. */
export function roundoff(dtype: DType): number {
  return dtype === "float32" || dtype === "float64" ? 2 ** -precision[dtype].bits : 0
}

/**
 * The unit in the last place: the gap between numbers of this dtype at the size of `x`, the least gap below normal numbers;
 * 1 for int32 and bool.
 *
 * @example
 * ```ts
 * import { ulp } from "@gradual/conformance"
 * console.log(ulp("float32", 1), ulp("float64", 1)) // 1.19e-7, 2.22e-16
 * ```
 */
export function ulp(dtype: DType, x: number): number {
  if (dtype !== "float32" && dtype !== "float64") return 1
  const { bits, minExponent } = precision[dtype]
  const largest = dtype === "float32" ? 127 : 1023
  const exponent = Math.min(Math.max(exponentOf(Math.abs(x)), minExponent), largest)
  return 2 ** (exponent - bits + 1)
}

/** The e with 2ᵉ ≤ x < 2ᵉ⁺¹. */
function exponentOf(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY
  const guess = Math.floor(Math.log2(x))
  if (2 ** guess > x) return guess - 1
  return 2 ** (guess + 1) <= x ? guess + 1 : guess
}

/** The largest finite number of a dtype. */
export function largest(dtype: DType): number {
  return dtype === "float32" ? 3.4028234663852886e38 : Number.MAX_VALUE
}
