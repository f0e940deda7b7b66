import { broadcastShapes, cast, isFloat, ne, reshape, type Shape, sizeOf, type Tensor } from "@gradual/core"
import type { Draw } from "./draw.ts"

/** Largest tensor of a random program, and most axes of one. */
const [mostElements, mostAxes] = [96, 5]

/** Whether a random program may have it. */
export function isSmall({ shape }: { readonly shape: Shape }): boolean {
  return shape.length <= mostAxes && sizeOf(shape) <= mostElements
}

/** Any value. */
export function any(draw: Draw): Tensor {
  return draw.find(() => true) as Tensor // programs have inputs
}

/** A value in floating point; where there is none, another one cast. */
export function float(draw: Draw): Tensor {
  return draw.find(({ dtype }) => isFloat(dtype)) ?? cast(any(draw), { dtype: "float32" })
}

/** Mostly a value in floating point, now and then any. */
export function number(draw: Draw): Tensor {
  return draw.below(8) === 7 ? any(draw) : float(draw)
}

/** A value of bool; where there is none, whether others are not 0. */
export function bool(draw: Draw, suits: (x: Tensor) => boolean = () => true): Tensor {
  return draw.find((x) => x.dtype === "bool" && suits(x)) ?? ne(draw.find(suits) ?? any(draw), 0)
}

/** A value of at least so many axes. */
export function withAxes(draw: Draw, x: Tensor, count: number): Tensor {
  const missing = Array.from({ length: Math.max(0, count - x.shape.length) }, () => 1)
  return reshape(x, { shape: draw.below(2) === 0 ? [...x.shape, ...missing] : [...missing, ...x.shape] })
}

/** A value that broadcasts with `x`: at least `x` itself does. */
export function beside(draw: Draw, x: Tensor, suits: (y: Tensor) => boolean = ({ dtype }) => isFloat(dtype)): Tensor {
  return draw.find((y) => suits(y) && broadcasts(x.shape, y.shape)) ?? x
}

/** Whether shapes broadcast, to nothing too large. */
export function broadcasts(a: Shape, b: Shape): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const fits = short.every((length, i) => {
    const other = long[i + long.length - short.length]
    return length === 1 || other === 1 || length === other
  })
  return fits && isSmall({ shape: broadcastShapes("random", [a, b]) })
}

/** An axis of `x`, counted from either end. */
export function axisOf(draw: Draw, { shape }: Tensor): number {
  const axis = draw.below(shape.length)
  return draw.below(2) === 0 ? axis : axis - shape.length
}
