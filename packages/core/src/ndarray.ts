import { allocate, checkDType, type Data, type DataOf, type DType, dtypeOfData } from "./dtype.ts"
import { fail, show } from "./errors.ts"
import { checkShape, type Shape, sizeOf } from "./shape.ts"

/** The type of a value without the value: all that type rules see. */
export interface Aval {
  readonly dtype: DType
  readonly shape: Shape
}

/**
 * A tensor's values on the host, row-major: what goes into a program and what comes back.
 * Treat `data` as read-only: it may be shared.
 */
export interface NDArray<D extends DType = DType> extends Aval {
  readonly dtype: D
  readonly data: DataOf[D]
}

/** Numbers or booleans nested to any depth; every list at a depth has the same length. */
export type Nested = number | boolean | readonly Nested[]

/** What Gradual accepts as the values of a tensor. A typed array is one axis; a Uint8Array holds booleans. */
export type ArrayLike = Nested | Data | NDArray

/**
 * Checks host data and binds it to a shape. Never copies.
 *
 * @throws GradualError `SHAPE` when the number of elements does not fit, `DTYPE` when the array is of another dtype,
 * `VALUE` for booleans that are not 0 or 1.
 * @example
 * ```ts
 * import { ndarray } from "@gradual/core"
 * console.log(ndarray("float32", [2, 1], new Float32Array([1, 2])).shape) // [2, 1]
 * ```
 */
export function ndarray<D extends DType>(dtype: D, shape: Shape, data: DataOf[D]): NDArray<D> {
  checkDType("ndarray", dtype)
  checkShape("ndarray", shape)
  if (dtypeOfData(data) !== dtype) throw fail("DTYPE", "ndarray", `data of dtype ${dtype} expected`, show(data))
  if (data.length !== sizeOf(shape))
    throw fail("SHAPE", "ndarray", `shape ${show(shape)} needs ${sizeOf(shape)} elements`, `${data.length} elements`)
  const wrong = data instanceof Uint8Array ? data.find((entry) => entry > 1) : undefined
  if (wrong !== undefined)
    throw fail(
      "VALUE",
      "ndarray",
      "a Uint8Array holds booleans, 0 or 1",
      show(wrong),
      "Use Int32Array or Float32Array for numbers",
    )
  return Object.freeze({ dtype, shape: Object.freeze([...shape]), data })
}

/**
 * Whether `value` is host data with a dtype and a shape. Typed arrays and lists are not.
 *
 * @example
 * ```ts
 * import { isNDArray, toNDArray } from "@gradual/core"
 * console.log(isNDArray(toNDArray([1, 2])), isNDArray([1, 2])) // true false
 * ```
 */
export function isNDArray(value: unknown): value is NDArray {
  return (
    typeof value === "object" &&
    value !== null &&
    "data" in value &&
    dtypeOfData(value.data) !== undefined &&
    "shape" in value &&
    "dtype" in value
  )
}

/** More axes than any tensor has: lists that are deeper hold no values, or themselves. */
const mostAxes = 32

/** Whether `value` is something {@link toNDArray} takes (its contents are checked only there). */
export function isArrayLike(value: unknown): value is ArrayLike {
  return isNested(value, 0) || dtypeOfData(value) !== undefined || isNDArray(value)
}

function isNested(value: unknown, depth: number): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true
  return Array.isArray(value) && depth < mostAxes && value.every((part) => isNested(part, depth + 1))
}

/**
 * Values of any accepted form as an {@link NDArray}.
 * Numbers become `float32` unless `dtype` says otherwise, booleans `bool`; typed arrays keep their dtype.
 *
 * @throws GradualError `INPUT` for ragged lists or entries that are not numbers, `VALUE` for numbers that are no int32 where
 * that is asked for.
 * @example
 * ```ts
 * import { toNDArray } from "@gradual/core"
 * console.log(toNDArray([[1, 2], [3, 4]]).data) // 1, 2, 3, 4
 * ```
 */
export function toNDArray(value: ArrayLike, dtype?: DType): NDArray {
  if (dtype !== undefined) checkDType("tensor", dtype)
  if (isNDArray(value)) return ndarray(value.dtype, value.shape, value.data)
  const own = dtypeOfData(value)
  if (own !== undefined) return ndarray(own, [(value as Data).length], value as Data)
  const shape: number[] = []
  for (let level: unknown = value; Array.isArray(level); level = level[0])
    if (shape.push(level.length) > mostAxes)
      throw fail("INPUT", "tensor", `lists nested at most ${mostAxes} deep expected`, "deeper ones")
  const flat: (number | boolean)[] = []
  flatten(value as Nested, shape, 0, flat)
  const isBool = flat.length > 0 && flat.every((entry) => typeof entry === "boolean")
  const target = dtype ?? (isBool ? "bool" : "float32")
  const data = allocate(target, flat.length)
  for (let i = 0; i < flat.length; i++) data[i] = target === "bool" ? Number(Number(flat[i]) !== 0) : Number(flat[i])
  if (target === "int32") checkIntegers(flat)
  return ndarray(target, shape, data)
}

/** Storing in an Int32Array would cut and wrap in silence. */
function checkIntegers(entries: readonly (number | boolean)[]): void {
  const wrong = entries.find((entry) => typeof entry === "number" && entry !== (entry | 0))
  if (wrong !== undefined)
    throw fail(
      "VALUE",
      "tensor",
      `int32 entries must be integers from ${-(2 ** 31)} to ${2 ** 31 - 1}`,
      show(wrong),
      "Use cast to round or saturate",
    )
}

function flatten(value: Nested, shape: Shape, depth: number, into: (number | boolean)[]): void {
  if (Array.isArray(value)) {
    if (value.length !== shape[depth])
      throw fail("INPUT", "tensor", "every list at a depth must have the same length", ragged(value, shape, depth))
    for (const entry of value) flatten(entry, shape, depth + 1, into)
  } else if (depth !== shape.length) {
    throw fail("INPUT", "tensor", "numbers and lists must not be mixed at one depth", show(value))
  } else if (typeof value !== "number" && typeof value !== "boolean") {
    throw fail("INPUT", "tensor", "entries must be numbers or booleans", show(value))
  } else into.push(value)
}

function ragged(value: readonly Nested[], shape: Shape, depth: number): string {
  const expected = shape[depth] === undefined ? "a number" : `a list of ${shape[depth]}`
  return `a list of ${value.length} where ${expected} was expected`
}

/**
 * An {@link NDArray} as nested plain numbers (booleans for `bool`), for printing and JSON.
 *
 * @example
 * ```ts
 * import { toNDArray, toNested } from "@gradual/core"
 * console.log(toNested(toNDArray([[1, 2], [3, 4]]))) // [[1, 2], [3, 4]]
 * ```
 */
export function toNested(array: NDArray): Nested {
  let at = 0
  const next = (depth: number): Nested => {
    if (depth === array.shape.length) {
      const entry = array.data[at++] as number
      return array.dtype === "bool" ? entry !== 0 : entry
    }
    return Array.from({ length: array.shape[depth] as number }, () => next(depth + 1))
  }
  return next(0)
}
