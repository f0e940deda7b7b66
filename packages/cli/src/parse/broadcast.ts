import { broadcastShapes, GradualError } from "@gradual/core"
import { usage } from "../errors.ts"
import type { Numbers } from "./nested.ts"

/** Refuses a p whose shape does not broadcast with that of the values. */
export function checkBroadcast(values: Pick<Numbers, "shape">, p: Numbers): void {
  try {
    broadcastShapes("--p", [p.shape, values.shape])
  } catch (error) {
    if (!GradualError.is(error)) throw error
    const shapes = `p [${p.shape}] and values [${values.shape}]`
    throw usage(
      "--p",
      "shapes that broadcast expected",
      shapes,
      "Lengths must match or be 1, counted from the last axis",
    )
  }
}
