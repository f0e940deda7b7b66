import type { Aval, NDArray, Tensor } from "@gradual/core"
import type { Bound, Bounds } from "./bounds.ts"
import { type Context, indicesOf } from "./context.ts"

/** Bounds through a function that only moves elements: the same values at other places. */
export function moved(context: Context, x: Bounds, out: Aval, move: (indices: NDArray) => Tensor): Bounds {
  const places = Array.from(context.ask(move(indicesOf(x.shape))))
  return { ...out, at: places.map((index) => x.at[index] as Bound) }
}
