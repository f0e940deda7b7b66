import { shown, usage } from "../errors.ts"

/** Parses `--axis` for values of a rank; a scalar counts as a row of one. */
export function parseAxis(text: string, rank: number): number {
  const axes = Math.max(1, rank)
  const axis = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  if (axis >= -axes && axis < axes) return axis
  throw usage("--axis", `an integer from ${-axes} to ${axes - 1} expected`, shown(text), "Example: --axis -1")
}
