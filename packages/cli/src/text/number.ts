import type { DType } from "@gradual/core"

/** A number for reading: as many digits as its dtype surely has, no trailing zeros. */
export function formatNumber(x: number, dtype: DType = "float32"): string {
  if (Object.is(x, -0)) return "-0"
  if (!Number.isFinite(x)) return String(x).replace("Infinity", "∞")
  return tidy(x, dtype === "float64" ? 12 : 7)
}

/** `digits` significant digits at most. */
export function tidy(x: number, digits: number): string {
  return String(Number(x.toPrecision(digits)))
}
