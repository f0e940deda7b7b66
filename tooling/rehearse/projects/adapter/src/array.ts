import { type Aval, type DType, type NDArray, sizeOf } from "@gradual/core"

/** The runtime's tensor: an array of numbers with a shape. */
export class PlainArray {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly numbers: readonly number[]
  constructor({ dtype, shape }: Aval, numbers: readonly number[]) {
    this.dtype = dtype
    this.shape = shape
    this.numbers = numbers
  }
}

/** An index: a place along each axis. */
export type Index = readonly number[]

const hold: Readonly<Record<DType, (numbers: readonly number[]) => NDArray["data"]>> = {
  float32: (numbers) => Float32Array.from(numbers),
  float64: (numbers) => Float64Array.from(numbers),
  int32: (numbers) => Int32Array.from(numbers),
  bool: (numbers) => Uint8Array.from(numbers),
}

export const upload = (value: NDArray): PlainArray => new PlainArray(value, [...value.data])
export const read = ({ dtype, shape, numbers }: PlainArray): NDArray =>
  ({ dtype, shape, data: hold[dtype](numbers) }) as NDArray

/** An array whose number at each index is computed, and rounded to its dtype. */
export function build(type: Aval, numberAt: (index: Index) => number): PlainArray {
  const numbers = Array.from({ length: sizeOf(type.shape) }, (_, place) => numberAt(indexOf(place, type.shape)))
  return new PlainArray(type, [...hold[type.dtype](numbers)])
}

/** The number at an index. An axis of length 1 stretches, and axes may be missing in front. */
export function at({ shape, numbers }: PlainArray, index: Index): number {
  const missing = index.length - shape.length
  const step = (place: number, length: number, axis: number) =>
    place * length + (length === 1 ? 0 : (index[axis + missing] as number))
  return numbers[shape.reduce(step, 0)] as number
}

/** The index with another place along an axis. */
export const moved = (index: Index, axis: number, to: number): Index => index.map((own, i) => (i === axis ? to : own))

/** All indices of a shape, in order. */
export const indices = (shape: Index): Index[] =>
  Array.from({ length: sizeOf(shape) }, (_, place) => indexOf(place, shape))

function indexOf(place: number, shape: Index): Index {
  const index = [...shape]
  let rest = place
  for (const [i, length] of [...shape.entries()].reverse()) {
    index[i] = rest % length
    rest = Math.floor(rest / length)
  }
  return index
}
