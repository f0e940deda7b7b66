/** A number as a person reads it, to the digits that it has. */
export function digits(x: number | null): string {
  if (x === null) return ""
  if (x !== 0 && (x < 1e-3 || x >= 1e5)) return x.toExponential().replace("+", "")
  return String(x)
}
