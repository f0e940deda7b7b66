import type { Value } from "../graph.ts"
import type { Vocabulary } from "../vocabulary.ts"
import { atan64 } from "./coefficients.ts"
import { polynomial } from "./polynomial.ts"

const eighth = Math.SQRT2 - 1 // tan π/8
/** π/4 and π/2 less their float64: what those lack. */
const [quarterRest, halfRest] = [3.061616997868383e-17, 6.123233995736766e-17]

/** arctan x. Runtimes have it in float32 only. */
export function atan(o: Vocabulary, x: Value): Value {
  if (x.dtype !== "float64") return o.atan(x)
  const size = o.abs(x)
  const [isFar, isMiddle] = [o.greater(size, 1 / eighth), o.greater(size, eighth)]
  // atan x = π/2 + atan(−1/x) = π/4 + atan((x − 1)/(x + 1)), which leave |z| below tan π/8
  const choose = (far: number | Value, middle: number | Value, near: Value) =>
    o.where(isFar, far, o.where(isMiddle, middle, near))
  const zero = o.scalar(0, "float64")
  const one = o.scalar(1, "float64")
  const z = o.div(choose(-1, o.sub(size, 1), size), choose(size, o.add(size, 1), one))
  const squared = o.mul(z, z)
  const rest = o.mul(z, o.mul(squared, polynomial(o, squared, atan64)))
  const head = choose(Math.PI / 2, Math.PI / 4, zero)
  const y = o.add(head, o.add(z, o.add(rest, choose(halfRest, quarterRest, zero))))
  return o.where(o.greater(x, 0), y, o.where(o.less(x, 0), o.neg(y), x))
}
