import { isFloat, type NDArray, type Tensor, vjp } from "@gradual/core"
import { functionOf } from "./functions.ts"
import { toValues } from "./numbers.ts"
import type { Case, CaseTensor, Truth } from "./schema.ts"

/** What a case's program computes. */
export interface Answers<T> {
  readonly outputs: readonly T[]
  readonly gradients: readonly T[]
  readonly products: readonly T[]
}

/** A list by position. (An empty list would be taken for the values of a tensor.) */
export type Named<T> = Readonly<Record<string, T>>

/** The program of a case: the function, its pullback, and the pullback's pullback, as far as the case asks. */
export function programOf(one: Case): (...args: readonly Named<Tensor>[]) => Answers<Tensor> {
  const fn = functionOf(one.fn)
  const call = (...xs: readonly Tensor[]): readonly Tensor[] => fn?.(xs, one.attrs ?? {}) ?? []
  const differentiable = (list: readonly Tensor[]) => list.filter(({ dtype }) => isFloat(dtype))
  return (...args) => {
    const [inputs, cotangents, tangents] = args.map((named) => Object.values(named)) as [Tensor[], Tensor[], Tensor[]]
    const pull = (...xs: readonly Tensor[]): readonly Tensor[] => {
      const [, pullback] = vjp((...ys: readonly Tensor[]) => differentiable(call(...ys)), ...xs)
      return pullback(cotangents) as readonly Tensor[]
    }
    const gradients = one.gradients === undefined ? [] : pull(...inputs)
    if (one.second === undefined) return { outputs: call(...inputs), gradients, products: [] }
    const [, second] = vjp((...xs: readonly Tensor[]) => differentiable(pull(...xs)), ...inputs)
    return { outputs: call(...inputs), gradients, products: second(tangents) as readonly Tensor[] }
  }
}

/** The arguments of that program: inputs, cotangents and tangents. New values at every call. */
export function argumentsOf({ inputs, outputs, cotangents = [], second }: Case): readonly (readonly NDArray[])[] {
  const zeros = (tensor: CaseTensor): CaseTensor => ({ ...tensor, data: tensor.data.map(() => 0) })
  const tangents = inputs.flatMap((input, i) =>
    second !== undefined && isFloat(input.dtype) ? [second.tangents[i] ?? zeros(input)] : [],
  )
  const pulled = cotangents.filter((_, i) => isFloat((outputs[i] as Truth).dtype))
  return [inputs, pulled, tangents].map((list) => list.map(toValues))
}
