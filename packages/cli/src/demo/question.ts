import { js } from "@gradual/backend-js"
import {
  compile,
  eq,
  max,
  mean,
  type NDArray,
  pow,
  sub,
  type Tensor,
  type TensorLike,
  tensor,
  valueAndGrad,
  where,
} from "@gradual/core"
import { gradual, type Operator } from "@gradual/operators"

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
export function results(operator: Operator, row: readonly number[], p: readonly number[]): number[][] {
  const run = compile.sync(js(), (v: Tensor, e: Tensor) => operator(v, e))
  const { data } = run(
    row,
    p.map((each) => [each]),
  ) as NDArray
  return p.map((_, i) => Array.from(data.subarray(i * row.length, (i + 1) * row.length)))
}

/** The mean over p = 1 … 19, and its gradient in the values. */
export function meanAndGradient(fn: (v: Tensor, p: TensorLike) => Tensor): { value: number; gradient: number[] } {
  const run = compile.sync(
    js(),
    valueAndGrad((v: Tensor) => mean(fn(v, sweep))),
  )
  const [value, gradient] = run(gradientValues)
  return { value: value.data[0] as number, gradient: Array.from(gradient.data) }
}

/** The hard choice, and its gradient in the values. */
export function hardChoice(row: readonly number[]): { result: number[]; gradient: number[] } {
  const [result = []] = results(gradual, row, [Number.POSITIVE_INFINITY])
  const run = compile.sync(
    js(),
    valueAndGrad((v: Tensor) => mean(gradual(v, Number.POSITIVE_INFINITY))),
  )
  return { result, gradient: Array.from(run(row)[1].data) }
}
