import { js } from "@gradual/backend-js"
import { compile, type NDArray, type Tensor } from "@gradual/core"
import { gradual } from "@gradual/operators"
import type { AnyBackend } from "../backends.ts"
import { home } from "../compute.ts"
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
export async function losses(backend: AnyBackend, small: readonly number[], p: number): Promise<Loss[]> {
  // all three are given the same numbers, each in a row of its own: every one is a maximum
  const column: NDArray = { dtype: "float32", shape: [small.length, 1], data: Float32Array.from(small) }
  const run = compile(backend, (v: Tensor) => [posted(v, p), gradual(v, p)] as const)
  const [asPosted, ours] = await run(column)
  const wide: NDArray = { ...column, dtype: "float64", data: Float64Array.from(column.data) }
  const truth = compile.sync(js(), (v: Tensor) => gradual(v, p))(wide)
  const [first, second] = [await home(backend, asPosted), await home(backend, ours)]
  const at = ({ data }: NDArray, i: number) => data[i] as number
  return small.map((v, i) => ({ v, posted: at(first, i), gradual: at(second, i), exact: at(truth, i) }))
}

/** How many leading digits of `x` are right. */
export function rightDigits(x: number, exact: number): number {
  const error = Math.abs(x - exact) / Math.abs(exact)
  if (error === 0) return digits
  return Math.max(0, Math.min(digits, Math.floor(-Math.log10(2 * error))))
}
