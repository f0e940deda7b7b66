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
  return Object.freeze({ ...entry, function: fn, operator: withParameters({ ...entry, function: fn }) })
}

/**
 * An operator's other parameters by name: as they are given, and else as in the entry's examples.
 *
 * @example
 * ```ts
 * import { catalogue, parametersOf } from "@gradual/operators"
 * console.log(parametersOf(catalogue.softTopK).k, parametersOf(catalogue.softTopK, { k: 3 }).k) // 2 3
 * ```
 */
export function parametersOf(
  { parameters = {} }: Pick<CatalogueEntry, "parameters">,
  given: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, { example }]) => [name, given[name] ?? example]))
}

/**
 * The operator of values and p of an entry, given its other parameters by name; what is not given is as in the entry's examples.
 *
 * @example
 * ```ts
 * import { catalogue, withParameters } from "@gradual/operators"
 * console.log(withParameters(catalogue.softTopK, { k: 1 })([0.2, 0.4], 2).shape) // [2]
 * ```
 */
export function withParameters(
  entry: Pick<Listed, "function" | "parameters">,
  given?: Readonly<Record<string, number>>,
): Operator {
  const call = entry.function as unknown as (...args: readonly (TensorLike | OperatorOptions | undefined)[]) => Tensor
  const numbers = Object.values(parametersOf(entry, given))
  return (values, p, options) => call(values, ...numbers, p, options)
}
