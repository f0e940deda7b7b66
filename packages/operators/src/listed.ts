import type { Tensor, TensorLike } from "@gradual/core"
import type { CatalogueEntry } from "./catalogue-entry.ts"
import type { Operator, OperatorOptions } from "./operator.ts"

/** A function of tensors, then options. */
export type TensorFunction = (...args: never[]) => Tensor

/** An operator's entry together with the operator. */
export type Listed<F extends TensorFunction = TensorFunction> = CatalogueEntry & {
  /** The operator as people call it: of values, its other parameters, p, options. */
  readonly function: F
  /** The operator of values and p, with its other parameters as in the entry's examples. */
  readonly operator: Operator
}

/** Lists an operator. */
/* @__NO_SIDE_EFFECTS__ */
export function listed<F extends TensorFunction>(entry: CatalogueEntry, fn: F): Listed<F> {
  const examples = Object.values(entry.parameters ?? {}).map(({ example }) => example)
  return Object.freeze({ ...entry, function: fn, operator: withParameters(fn, examples) })
}

/**
 * An operator of values and p, given its other parameters.
 *
 * @example
 * ```ts
 * import { gradual, withParameters } from "@gradual/operators"
 * console.log(withParameters(gradual, [])([0.2, 0.4], 2).shape) // [2]
 * ```
 */
export function withParameters(fn: TensorFunction, parameters: readonly TensorLike[]): Operator {
  const call = fn as unknown as (...args: readonly (TensorLike | OperatorOptions | undefined)[]) => Tensor
  return (values, p, options) => call(values, ...parameters, p, options)
}
