import type { BlocksKernels, ConvertKernels, CreateKernels, ShapeKernels } from "@gradual/core"
import { at, build, indices, moved, PlainArray, upload } from "./array.ts"

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
