import { isFloat, type NDArray, ndarray, allocate, sizeOf, type Tensor, tensor, vjp } from "@gradual/core"
import type { RandomProgram } from "./programs/recipe.ts"

/** What a backend is asked: a program's outputs, and the gradients of its inputs for given cotangents. */
export interface Question {
  /** Of the inputs, then the cotangents. */
  fn(...args: readonly Tensor[]): readonly Tensor[]
  readonly args: readonly NDArray[]
  /** What each of the results is, in words. */
  readonly names: readonly string[]
}

/** Asks for outputs and gradients of a program. */
export function questionOf({ fn, inputs }: RandomProgram): Question {
  const outputs = fn(...inputs.map((input) => tensor(input)))
  const smooth = (list: readonly Tensor[]) => list.filter(({ dtype }) => isFloat(dtype))
  const cotangents = smooth(outputs).map(cotangentOf)
  return {
    args: [...inputs, ...cotangents],
    names: [
      ...outputs.map((_, i) => `output ${i}`),
      ...(cotangents.length > 0 ? inputs : []).map((_, i) => `gradient ${i}`),
    ],
    fn: (...args) => {
      const [xs, seeds] = [args.slice(0, inputs.length), args.slice(inputs.length)]
      if (seeds.length === 0) return fn(...xs)
      const [, pullback] = vjp((...ys: readonly Tensor[]) => smooth(fn(...ys)), ...xs)
      return [...fn(...xs), ...(pullback(seeds) as readonly Tensor[])]
    },
  }
}

/** 1, 2, 3, …: no two elements are alike, so that none can stand for another. */
function cotangentOf({ dtype, shape }: Tensor): NDArray {
  const data = allocate(dtype, sizeOf(shape))
  for (let i = 0; i < data.length; i++) data[i] = i + 1
  return ndarray(dtype, shape, data)
}
