import type {
  Aval,
  AxesParams,
  AxisParams,
  BlocksKernels,
  ContractKernels,
  ConvertKernels,
  CreateKernels,
  IndexingKernels,
  OrderKernels,
  ReduceKernels,
  ScanKernels,
  ShapeKernels,
  SortParams,
} from "@gradual/core"
import { at, build, type Index, indices, moved, PlainArray, upload } from "./array.ts"

type One = readonly [x: PlainArray]

/** The numbers of x along an axis, through an index. */
const line = (x: PlainArray, axis: number, index: Index): number[] =>
  Array.from({ length: x.shape[axis] as number }, (_, place) => at(x, moved(index, axis, place)))

/** Takes the numbers that share a place in the output together. Reduced axes keep length 1, so `at` finds their place. */
const reduce =
  (initial: number, take: (total: number, x: number) => number) =>
  ([x]: One, { axes }: AxesParams, out: Aval): PlainArray => {
    const reduced = axes.map((axis) => indices([x.shape[axis] as number]))
    const all = reduced.reduce<Index[]>(
      (found, places) => found.flatMap((index) => places.map(([p]) => [...index, p as number])),
      [[]],
    )
    const through = (index: Index, places: Index) => index.map((own, axis) => places[axes.indexOf(axis)] ?? own)
    return build(out, (index) => all.reduce((total, places) => take(total, at(x, through(index, places))), initial))
  }

const sum = reduce(0, (total, x) => total + x)
const product = reduce(1, (total, x) => total * x)
const productOfIntegers = reduce(1, Math.imul)

export const reduction: ReduceKernels<PlainArray> = {
  sum,
  prod: (args, params, out) => (out.dtype === "int32" ? productOfIntegers : product)(args, params, out),
  max: reduce(Number.NEGATIVE_INFINITY, Math.max),
  min: reduce(Number.POSITIVE_INFINITY, Math.min),
  argmax: first((numbers) => Math.max(...numbers)),
  argmin: first((numbers) => Math.min(...numbers)),
}

/** The place of the first number along an axis that is the one looked for; NaN is, if it is there. */
function first(which: (numbers: readonly number[]) => number) {
  return ([x]: One, { axis }: AxisParams, out: Aval): PlainArray =>
    build(out, (index) => {
      const numbers = line(x, axis, [
        ...index.slice(0, axis),
        0,
        ...index.slice(axis + (out.shape.length === x.shape.length ? 1 : 0)),
      ])
      const wanted = which(numbers)
      return numbers.findIndex((number) => Object.is(number, wanted) || number === wanted)
    })
}

export const shape: ShapeKernels<PlainArray> = {
  reshape: ([x], _, out) => new PlainArray(out, x.numbers),
  transpose: ([x], { perm }, out) =>
    build(out, (index) =>
      at(
        x,
        x.shape.map((_, axis) => index[perm.indexOf(axis)] as number),
      ),
    ),
  broadcastTo: ([x], _, out) => build(out, (index) => at(x, index)),
}

export const blocks: BlocksKernels<PlainArray> = {
  concat: (xs, { axis }, out) => {
    const owners = xs.flatMap((x) => indices([x.shape[axis] as number]).map(([place]) => [x, place as number] as const))
    return build(out, (index) => {
      const [x, place] = owners[index[axis] as number] as readonly [PlainArray, number]
      return at(x, moved(index, axis, place))
    })
  },
  slice: ([x], { start }, out) =>
    build(out, (index) =>
      at(
        x,
        index.map((own, axis) => own + (start[axis] as number)),
      ),
    ),
  pad: ([x], { before, value }, out) =>
    build(out, (index) => {
      const inside = index.map((own, axis) => own - (before[axis] as number))
      return inside.every((own, axis) => own >= 0 && own < (x.shape[axis] as number)) ? at(x, inside) : value
    }),
  reverse: ([x], { axes }, out) =>
    build(out, (index) =>
      at(
        x,
        index.map((own, axis) => (axes.includes(axis) ? (x.shape[axis] as number) - 1 - own : own)),
      ),
    ),
}

export const create: CreateKernels<PlainArray> = {
  constant: (_, { value }) => upload(value),
  iota: (_, { axis }, out) => build(out, (index) => index[axis] as number),
}

export const convert: ConvertKernels<PlainArray> = {
  cast: ([x], _, out) => {
    const limit = (number: number) => Math.min(Math.max(Math.trunc(number), -(2 ** 31)), 2 ** 31 - 1)
    const kept = { bool: (number: number) => Number(number !== 0), int32: limit }
    const to = out.dtype === "bool" || out.dtype === "int32" ? kept[out.dtype] : (number: number) => number
    return build(out, (index) => to(at(x, index)))
  },
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
