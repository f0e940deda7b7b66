import { div, log, lt, mul, pow, sub, type Tensor, tensor, where } from "@gradual/core"

/** `v/m` for `0 ≤ v ≤ m`, in units of 2⁻⁶⁴ where it is so small that as a subnormal it would lose digits. */
export interface Quotient {
  readonly part: Tensor
  readonly isTiny: Tensor
}

const unit = 64

/** The quotient `v/m`. */
export function quotient(v: Tensor, m: Tensor): Quotient {
  const isTiny = lt(v, mul(m, 2 ** -100))
  return { part: div(where(isTiny, mul(v, 2 ** unit), v), m), isTiny }
}

/** Its power `(v/m)ᵉ`. */
export function quotientPower({ part, isTiny }: Quotient, e: Tensor): Tensor {
  return mul(pow(part, e), where(isTiny, pow(2 ** -unit, e), 1))
}

/** Its logarithm. */
export function quotientLog({ part, isTiny }: Quotient): Tensor {
  return sub(log(part), where(isTiny, tensor(unit * Math.LN2, part.dtype), 0))
}
