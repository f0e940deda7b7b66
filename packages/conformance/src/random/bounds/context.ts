import {
  allocate,
  type Aval,
  broadcastTo,
  type Capabilities,
  compile,
  type Data,
  type DType,
  evaluate,
  type NDArray,
  ndarray,
  type Program,
  reducedShape,
  type Shape,
  sizeOf,
  type SyncBackend,
  type Tensor,
} from "@gradual/core"

/** What kernels on bounds share: what is claimed of the backend, and the reference, which computes for them. */
export interface Context {
  readonly claims: Capabilities
  /** The values of an expression, by the reference. */
  ask(tensor: Tensor): Data
  /** A function of columns of numbers, by the reference. */
  prepare(fn: (...columns: readonly Tensor[]) => Tensor): (columns: readonly Data[]) => Data
  /** Which element of a tensor of shape `from` is at each place when it is broadcast to the shape `to`. */
  stretched(from: Shape, to: Shape): readonly number[]
  /** The program of a function of one tensor, composites taken apart. */
  program(fn: (x: Tensor) => Tensor, x: Aval): Program
}

/** The context of bounds on what a backend of these claims computes, with the help of a reference. */
export function contextOf<H>(reference: SyncBackend<H>, claims: Capabilities): Context {
  const read = (handle: H): Data => {
    const { data } = reference.read(handle)
    reference.dispose(handle)
    return data
  }
  const ask = (tensor: Tensor): Data => read(evaluate.sync<H, Tensor>(reference, tensor))
  const known = new Map<string, readonly number[]>()
  return {
    claims,
    ask,
    prepare: (fn) => {
      const run = compile.sync(reference, fn) as unknown as (...columns: readonly Data[]) => H
      return (columns) => read(run(...columns))
    },
    stretched: (from, to) => {
      const key = `${from}:${to}`
      const places = known.get(key) ?? Array.from(ask(broadcastTo(indicesOf(from), { shape: to })))
      known.set(key, places)
      return places
    },
    program: (fn, { dtype, shape }) =>
      compile(reference, fn, { simplify: false, fuse: false }).program(
        ndarray<DType>(dtype, shape, allocate(dtype, sizeOf(shape))),
      ),
  }
}

/** The number of each element, in the shape of its tensor: what moves elements moves these, and tells where they went. */
export function indicesOf(shape: Shape, first = 0): NDArray {
  return ndarray(
    "float64",
    shape,
    Float64Array.from({ length: sizeOf(shape) }, (_, index) => first + index),
  )
}

/** The elements that a reduction of a tensor of `shape` over `axes` puts together, in order, for each of its results. */
export function groups(context: Context, shape: Shape, axes: readonly number[]): readonly (readonly number[])[] {
  const kept = reducedShape(shape, axes)
  const members = Array.from({ length: sizeOf(kept) }, (): number[] => [])
  context.stretched(kept, shape).forEach((group, index) => {
    members[group]?.push(index)
  })
  return members
}
