import type {
  Aval,
  AxesParams,
  AxisParams,
  ContractKernels,
  IndexingKernels,
  OrderKernels,
  ReduceKernels,
  ScanKernels,
  SortParams,
} from "@gradual/core"
import { at, build, type Index, indices, moved, type PlainArray } from "./array.ts"

type One = readonly [x: PlainArray]

/** The numbers of x along an axis, through an index. */
const line = (x: PlainArray, axis: number, index: Index): number[] =>
  Array.from({ length: x.shape[axis] as number }, (_, place) => at(x, moved(index, axis, place)))

/** Takes together what lies behind one number of the output, in which reduced axes have length 1. */
const reduce =
  (initial: number, take: (total: number, x: number) => number) =>
  ([x]: One, { axes }: AxesParams, out: Aval): PlainArray => {
    const block = indices(x.shape.map((length, axis) => (axes.includes(axis) ? length : 1)))
    const behind = (index: Index, offset: Index) => index.map((own, axis) => own + (offset[axis] as number))
    return build(out, (index) => block.reduce((total, offset) => take(total, at(x, behind(index, offset))), initial))
  }

/** The place of the first number along an axis that is the one looked for: NaN, if it is there. */
const first =
  (wanted: (...numbers: readonly number[]) => number) =>
  ([x]: One, { axis }: AxisParams, out: Aval): PlainArray =>
    build(out, (index) => {
      const numbers = line(x, axis, index)
      const found = wanted(...numbers)
      return numbers.findIndex((number) => number === found || Object.is(number, found))
    })

const product = reduce(1, (total, x) => total * x)
const productOfIntegers = reduce(1, Math.imul)

export const reduction: ReduceKernels<PlainArray> = {
  sum: reduce(0, (total, x) => total + x),
  prod: (args, params, out) => (out.dtype === "int32" ? productOfIntegers : product)(args, params, out),
  max: reduce(Number.NEGATIVE_INFINITY, Math.max),
  min: reduce(Number.POSITIVE_INFINITY, Math.min),
  argmax: first(Math.max),
  argmin: first(Math.min),
}

export const scan: ScanKernels<PlainArray> = {
  cumsum: ([x], { axis, exclusive, reverse }, out) =>
    build(out, (index) => {
      const numbers = line(x, axis, index)
      const place = index[axis] as number
      const taken = reverse
        ? numbers.slice(place + Number(exclusive)).reverse()
        : numbers.slice(0, place + Number(!exclusive))
      return taken.reduce((total, number) => total + number, 0)
    }),
}

/** The places of numbers in ascending order: NaN is greatest, equal ones stay in order. */
function ranked(numbers: readonly number[], descending: boolean): number[] {
  const compare = (a: number, b: number) =>
    Number(a > b) - Number(a < b) || Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  const sign = descending ? -1 : 1
  return [...numbers.keys()].sort((i, j) => sign * compare(numbers[i] as number, numbers[j] as number))
}

const sorted =
  (entry: (numbers: readonly number[], place: number) => number) =>
  ([x]: One, { axis, descending }: SortParams, out: Aval): PlainArray =>
    build(out, (index) => {
      const numbers = line(x, axis, index)
      return entry(numbers, ranked(numbers, descending)[index[axis] as number] as number)
    })

export const order: OrderKernels<PlainArray> = {
  sort: sorted((numbers, place) => numbers[place] as number),
  argsort: sorted((_, place) => place),
}

export const indexing: IndexingKernels<PlainArray> = {
  takeAlongAxis: ([x, places], { axis }, out) => build(out, (index) => at(x, moved(index, axis, at(places, index)))),
  scatterAddAlongAxis: ([updates, places], { axis }, out) =>
    build(out, (index) => {
      const pointing = line(places, axis, index)
      return line(updates, axis, index).reduce(
        (total, update, i) => (pointing[i] === index[axis] ? total + update : total),
        0,
      )
    }),
}

export const contract: ContractKernels<PlainArray> = {
  matmul: ([a, b], _, out) => {
    const times = out.dtype === "int32" ? Math.imul : (x: number, y: number) => x * y
    return build(out, (index) => {
      const [batch, row, column] = [index.slice(0, -2), index.at(-2) as number, index.at(-1) as number]
      return indices([a.shape.at(-1) as number]).reduce(
        (total, [k]) => total + times(at(a, [...batch, row, k as number]), at(b, [...batch, k as number, column])),
        0,
      )
    })
  },
}
