import { operands } from "../op.ts"
import { normalizeAxis } from "../shape.ts"
import type { Tensor, TensorLike } from "../tensor.ts"
import { mul } from "./arithmetic.ts"
import { pad, reverse, slice } from "./blocks.ts"
import { reshape, transpose } from "./shape.ts"

/** Which way a cumulative operation runs along its axis. */
export interface ScanOptions {
  /** Default the last. */
  readonly axis?: number
  /** Leave the element itself out. Default false. */
  readonly exclusive?: boolean
  /** From the end. Default false. */
  readonly reverse?: boolean
}

/**
 * Running product along `axis`, by doubling: log₂ n multiplications of the whole tensor with a shifted copy of itself.
 * Not an op: it runs, and differentiates (exactly at zeros), wherever multiplication does.
 *
 * @throws GradualError `SHAPE` for an axis out of range.
 * @example
 * ```ts
 * import { cumprod, evaluate } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), cumprod([2, 3, 4])).data) // 2, 6, 24
 * ```
 */
export function cumprod(
  x: TensorLike,
  { axis = -1, exclusive = false, reverse: backward = false }: ScanOptions = {},
): Tensor {
  const [input] = operands("cumprod", "numeric", [x])
  const along = normalizeAxis("cumprod", axis, input.shape.length)
  if (backward) return reverse(cumprod(reverse(input, { axis: along }), { axis: along, exclusive }), { axis: along })
  let y = exclusive ? shift(input, along, 1) : input
  for (let step = 1; step < (input.shape[along] as number); step *= 2) y = mul(y, shift(y, along, step))
  return y
}

/** Moves elements `step` places up along `axis`, with ones in the room made. */
function shift(x: Tensor, axis: number, step: number): Tensor {
  const by = x.shape.map((_, i) => (i === axis ? Math.min(step, x.shape[i] as number) : 0))
  const kept = slice(x, { start: x.shape.map(() => 0), end: x.shape.map((length, i) => length - (by[i] as number)) })
  return pad(kept, { before: by, after: by.map(() => 0), value: 1 })
}

/** For each element the product of all the others over `axes`: no division, so zeros and infinities are exact. */
export function exclusiveProducts(x: Tensor, axes: readonly number[]): Tensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const perm = [...kept, ...axes]
  const moved = transpose(x, { perm })
  const keptShape = kept.map((axis) => x.shape[axis] as number)
  const length = axes.reduce((count, axis) => count * (x.shape[axis] as number), 1)
  const row = reshape(moved, { shape: [...keptShape, length] })
  const others = mul(cumprod(row, { exclusive: true }), cumprod(row, { exclusive: true, reverse: true }))
  return transpose(reshape(others, { shape: moved.shape }), { perm: perm.map((_, axis) => perm.indexOf(axis)) })
}
