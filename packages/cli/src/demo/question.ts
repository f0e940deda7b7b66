import { compile, eq, grad, max, mean, pow, sub, type Tensor, type TensorLike, tensor, where } from "@gradual/core"
import { gradual, type Operator } from "@gradual/operators"
import type { AnyBackend } from "../backends.ts"
import { home } from "../compute.ts"

/** The values and sharpnesses that the question came with. */
export const values: readonly number[] = [0.1304, 0.5134, 0.7426, 0.7159, 0.5705]
export const sharpnesses: readonly number[] = [1, 2, 3, 5, 10]

/** The gradient that it asked about: of the mean over p = 1 … 19 of the results for these values. */
export const gradientValues: readonly number[] = [0.2, 0.4, 0.6, 0.8]
const sweep: readonly number[][] = Array.from({ length: 19 }, (_, i) => [i + 1])

/** The formula as it was posted, operation by operation. */
export function posted(v: TensorLike, p: TensorLike): Tensor {
  const row = tensor(v)
  return where(eq(row, max(row, { axis: -1, keepDims: true })), sub(1, pow(sub(1, row), p)), pow(row, p))
}

/** Results in float32, a row per sharpness. */
export async function results(
  backend: AnyBackend,
  operator: Operator,
  row: readonly number[],
  p: readonly number[],
): Promise<number[][]> {
  const run = compile(backend, (v: Tensor, e: Tensor) => operator(v, e))
  const column = p.map((each) => [each])
  const { data } = await home(backend, await run(row, column))
  return p.map((_, i) => Array.from(data.subarray(i * row.length, (i + 1) * row.length)))
}

/** The gradient of the mean over p = 1 … 19 of what `fn` makes of the values. */
export async function meanGradient(
  backend: AnyBackend,
  fn: (v: Tensor, p: TensorLike) => Tensor,
): Promise<readonly number[]> {
  const run = compile(
    backend,
    grad((v: Tensor) => mean(fn(v, sweep))),
  )
  return Array.from((await home(backend, await run(gradientValues))).data)
}

/** The hard choice, and its gradient in the values. */
export async function hardChoice(
  backend: AnyBackend,
  row: readonly number[],
): Promise<{ result: readonly number[]; gradient: readonly number[] }> {
  const [result = []] = await results(backend, gradual, row, [Number.POSITIVE_INFINITY])
  const run = compile(
    backend,
    grad((v: Tensor) => mean(gradual(v, Number.POSITIVE_INFINITY))),
  )
  return { result, gradient: Array.from((await home(backend, await run(row))).data) }
}
