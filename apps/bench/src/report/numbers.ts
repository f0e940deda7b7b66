/** Three significant digits, without an exponent where it can be avoided. */
export function digits(x: number): string {
  if (x >= 1e6) return x.toExponential(1).replace("+", "")
  return x >= 100 ? x.toFixed(0) : x.toPrecision(3)
}

/** An error as people read it. */
export function ulpText(ulp: number): string {
  return ulp === Number.MAX_VALUE ? "wrong" : ulp >= 1000 ? ulp.toExponential(1).replace("+", "") : digits(ulp)
}
