import { add, div, exp, ge, mul, or, square, sub, type Tensor, tensor, where } from "@gradual/core"

/**
 * `∂p/∂b` of p = (1 + b(x − t))^(1/b) at fixed t, from p and L = ln p: −p L² ψ(−b L) with ψ(w) = (e^w − 1 − w)/w². For b ≥ 1 without
 * its part −p^(1−b)/b², which may be infinite: against cotangents less their mean by the weights p^(1−b) it adds up to 0.
 */
export function alphaSlope(p: Tensor, logs: Tensor, b: Tensor): Tensor {
  const isLarge = ge(b, 1)
  const w = mul(sub(0, b), logs)
  // from w = 1 on nothing cancels: p L² ψ(w) = (p^(1−b) − p(1 + w))/b²
  const isFar = or(isLarge, ge(w, 1))
  const power = where(isLarge, 0, exp(mul(where(isLarge, 0, sub(1, b)), logs)))
  const far = div(sub(mul(p, add(1, w)), power), square(where(isFar, b, 1)))
  const near = mul(mul(p, square(logs)), psi(where(isFar, 0, w)))
  return where(isFar, far, sub(0, near))
}

/** `ψ(w)` for 0 ≤ w < 1, by its series Σ wᵏ/(k + 2)!. */
export function psi(w: Tensor): Tensor {
  const [last, ...rest] = inverseFactorials.toReversed()
  return rest.reduce((sum, c) => add(mul(sum, w), tensor(c, w.dtype)), tensor(last as number, w.dtype))
}

/** 1/2! to 1/18!: the next would not change the sum. */
const inverseFactorials: readonly number[] = Array.from({ length: 17 }, (_, k) => 1 / factorial(k + 2))

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}
