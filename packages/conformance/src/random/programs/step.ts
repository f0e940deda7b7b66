import type { Tensor, TensorLike } from "@gradual/core"
import type { Draw } from "./draw.ts"
import { beside, number } from "./operands.ts"

/** Adds to a program: new values from those so far. None where there is nothing to apply it to. */
export type Step = (draw: Draw) => readonly Tensor[]

/** A step for every op of a family. */
export type Steps<Family> = { readonly [Name in keyof Family]: Step }

/** A function of one tensor of any dtype that takes numbers. */
export function ofOne(fn: (x: TensorLike) => Tensor): Step {
  return (draw) => [fn(number(draw))]
}

/** A function of two tensors that broadcast; now and then of two dtypes, or of a tensor and a plain number. */
export function ofTwo(fn: (a: TensorLike, b: TensorLike) => Tensor): Step {
  return (draw) => {
    const a = number(draw)
    const kind = draw.below(8)
    if (kind === 7) return [fn(draw.oneOf(plain), a)]
    if (kind === 6) return [fn(a, draw.oneOf(plain))]
    const b = kind === 5 ? beside(draw, a, () => true) : beside(draw, a)
    return [draw.below(2) === 0 ? fn(a, b) : fn(b, a)]
  }
}

/** Numbers as people write them. */
const plain = [1, 2, 0.5, -1, 0, 3, -0.25, 1e-3]
