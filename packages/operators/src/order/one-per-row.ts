import { fail, show, type Tensor } from "@gradual/core"
import { isOnePerRow } from "../exponent.ts"

/** Throws `SHAPE` unless p is one number for each row along `axis`, which counts from the end. */
export function checkOnePerRow(op: string, p: Tensor, axis: number): void {
  if (!isOnePerRow(p, axis))
    throw fail(
      "SHAPE",
      op,
      `p must be one number per row, of length 1 along axis ${axis}`,
      `p of shape ${show(p.shape)}`,
      "Entries are projected together, at one p",
    )
}
