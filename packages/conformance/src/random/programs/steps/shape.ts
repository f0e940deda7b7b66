import { broadcastTo, reshape, type Shape, type ShapeKernels, sizeOf, transpose } from "@gradual/core"
import type { Draw } from "../draw.ts"
import { any } from "../operands.ts"
import type { Steps } from "../step.ts"

export const shape: Steps<ShapeKernels<unknown>> = {
  reshape: (draw) => {
    const x = any(draw)
    return [reshape(x, { shape: sizeOf(x.shape) === 0 ? [...x.shape].reverse() : factors(draw, sizeOf(x.shape)) })]
  },
  transpose: (draw) => {
    const x = any(draw)
    const left = x.shape.map((_, axis) => axis)
    const perm = x.shape.map(() => left.splice(draw.below(left.length), 1)[0] as number)
    return [transpose(x, { perm })]
  },
  broadcastTo: (draw) => {
    const x = any(draw)
    const leading = Array.from({ length: draw.below(3) }, () => 1 + draw.below(3))
    return [broadcastTo(x, { shape: [...leading, ...x.shape.map((n) => (n === 1 ? 1 + draw.below(3) : n))] })]
  },
}

/** A shape of so many elements: one axis, or up to four. */
function factors(draw: Draw, size: number): Shape {
  const shape: number[] = []
  let rest = size
  for (let axes = draw.below(4); axes > 0; axes--) {
    const divisors = Array.from({ length: rest }, (_, i) => i + 1).filter((n) => rest % n === 0)
    const length = draw.oneOf(divisors)
    shape.push(length)
    rest /= length
  }
  return rest === 1 && draw.below(2) === 1 ? shape : [...shape, rest]
}
