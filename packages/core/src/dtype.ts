import { fail, show } from "./errors.ts"

/** Element types of a tensor. */
export type DType = "float32" | "float64" | "int32" | "bool"

/** The typed array that holds elements of each dtype on the host (bool: 0 or 1 in a byte). */
export interface DataOf {
  float32: Float32Array<ArrayBuffer>
  float64: Float64Array<ArrayBuffer>
  int32: Int32Array<ArrayBuffer>
  bool: Uint8Array<ArrayBuffer>
}

/** Host data of any dtype. */
export type Data = DataOf[DType]

/** All dtypes in promotion order: a mixed operation happens in the later of its operands' dtypes. */
export const dtypes: readonly DType[] = ["bool", "int32", "float32", "float64"]

/**
 * Whether derivatives exist for this dtype.
 *
 * @example
 * ```ts
 * import { isFloat } from "@gradual/core"
 * console.log(isFloat("float32"), isFloat("int32")) // true false
 * ```
 */
export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64"
}

/** The dtype in which values of both dtypes can be combined. */
export function promote(a: DType, b: DType): DType {
  return dtypes.indexOf(a) >= dtypes.indexOf(b) ? a : b
}

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array }

/**
 * Zero-filled host data of `size` elements.
 *
 * @throws GradualError `SHAPE` for more than memory holds.
 * @example
 * ```ts
 * import { allocate } from "@gradual/core"
 * console.log(allocate("int32", 2)) // 0, 0
 * ```
 */
export function allocate(dtype: DType, size: number): Data {
  try {
    return new arrays[dtype](size)
  } catch {
    throw fail("SHAPE", "allocate", "more elements than memory holds", show(size))
  }
}

/** The dtype of host data; undefined for anything else. */
export function dtypeOfData(data: unknown): DType | undefined {
  return dtypes.find((dtype) => data instanceof arrays[dtype])
}

/** Throws unless `dtype` names a dtype. */
export function checkDType(op: string, dtype: unknown): asserts dtype is DType {
  if (!(dtypes as readonly unknown[]).includes(dtype))
    throw fail("DTYPE", op, `dtype must be one of ${dtypes.join(", ")}`, show(dtype))
}
