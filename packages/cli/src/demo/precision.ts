import { js } from "@gradual/backend-js"
import { compile, type NDArray, type Tensor } from "@gradual/core"
import { gradual } from "@gradual/operators"
import { posted } from "./question.ts"

/** One small value, computed three ways. */
export interface Loss {
  readonly v: number
  readonly posted: number
  readonly gradual: number
  readonly exact: number
}

/** Significant digits that a float32 has. */
export const digits = 7

/** What 1 − (1 − v)^p loses in float32 at small v, where 1 − v rounds away most of v. */
export function losses(small: readonly number[], p: number): Loss[] {
  const asPosted = compile.sync(js(), (v: Tensor) => posted(v, p))
  const ours = compile.sync(js(), (v: Tensor) => gradual(v, p))
  return small.map((each) => {
    const v = Math.fround(each) // all three are given the same number
    const wide: NDArray = { dtype: "float64", shape: [1], data: Float64Array.of(v) }
    const first = (array: NDArray) => array.data[0] as number
    return { v: each, posted: first(asPosted([v])), gradual: first(ours([v])), exact: first(ours(wide)) }
  })
}

/** How many leading digits of `x` are right. */
export function rightDigits(x: number, exact: number): number {
  const error = Math.abs(x - exact) / Math.abs(exact)
  if (error === 0) return digits
  return Math.max(0, Math.min(digits, Math.floor(-Math.log10(2 * error))))
}
