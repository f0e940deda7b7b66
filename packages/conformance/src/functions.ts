import * as core from "@gradual/core"
import type { Tensor, TensorLike } from "@gradual/core"
import { catalogue, type FunctionName, functions as others, type OperatorName } from "@gradual/operators"

/** A function that cases may ask for: tensors and options in, tensors out. */
export type CaseFunction = (
  inputs: readonly TensorLike[],
  attrs: Readonly<Record<string, unknown>>,
) => readonly Tensor[]

type Plain = (...args: readonly unknown[]) => Tensor

const { concat, topK, constant } = core

/** Functions that do not take tensors one by one and return one tensor. */
const irregular: Readonly<Record<string, CaseFunction>> = {
  concat: (inputs, attrs) => [concat(inputs, attrs)],
  topK: (inputs, attrs) => {
    const { values, indices } = topK(inputs[0] as TensorLike, attrs as unknown as { k: number })
    return [values, indices]
  },
  constant: (inputs, attrs) => [
    constant((attrs.value ?? inputs[0]) as TensorLike, attrs.dtype as core.DType | undefined),
  ],
}

const composites = [
  "all",
  "any",
  "clip",
  "cumprod",
  "expandDims",
  "full",
  "isNan",
  "logSoftmax",
  "logSumExp",
  "mean",
  "oneHot",
  "ones",
  "reciprocal",
  "softmax",
  "softplus",
  "square",
  "topK",
  "zeros",
] as const

const functions = core as unknown as Readonly<Record<string, unknown>>
const opOf = (name: string): core.Op | undefined =>
  typeof functions[name] === "function" ? (functions[name] as { readonly op?: core.Op }).op : undefined

const names: ReadonlySet<string> = new Set(
  [
    ...Object.keys(core).filter((name) => opOf(name) !== undefined),
    ...composites,
    ...Object.keys(catalogue),
    ...Object.keys(others),
  ].sort(),
)

/**
 * The names of all functions that cases may ask for, in order: ops and composites of core, operators of the catalogue and what
 * is beside it.
 *
 * @example
 * ```ts
 * import { functionNames } from "@gradual/conformance"
 * console.log(functionNames().includes("softmax")) // true
 * ```
 */
export function functionNames(): string[] {
  return [...names]
}

/**
 * The function of that name, called with a list of tensors and its options; undefined where there is none.
 *
 * @example
 * ```ts
 * import { functionOf } from "@gradual/conformance"
 * const [total] = functionOf("sum")?.([[1, 2]], { axis: 0 }) ?? []
 * console.log(total?.shape, functionOf("total")) // [] undefined
 * ```
 */
export function functionOf(name: string): CaseFunction | undefined {
  if (Object.hasOwn(irregular, name)) return irregular[name]
  if (!names.has(name)) return undefined
  const { fn, tensors } = listedUnder(name) ?? { fn: functions[name], tensors: 0 }
  const plain = fn as Plain
  return (inputs, attrs) => {
    // options come after all tensors, also after those that are left out
    const left = Array.from({ length: Math.max(0, tensors - inputs.length) }, () => undefined)
    return [plain(...inputs, ...(Object.keys(attrs).length > 0 ? [...left, attrs] : []))]
  }
}

/** A function of the operators' package, and how many tensors it takes. */
function listedUnder(name: string): { readonly fn: unknown; readonly tensors: number } | undefined {
  if (Object.hasOwn(catalogue, name)) {
    const { function: fn, parameters = {} } = catalogue[name as OperatorName]
    return { fn, tensors: 2 + Object.keys(parameters).length }
  }
  if (!Object.hasOwn(others, name)) return undefined
  const { function: fn, tensors } = others[name as FunctionName]
  return { fn, tensors }
}

/** Whether each element of a function's result depends only on the elements that broadcast to its place. */
export function isElementwise(name: string): boolean {
  return opOf(name)?.elementwise ?? false
}

/** Whether a function is a composite that a backend may have a kernel for. */
export function isFusable(name: string): boolean {
  return composites.some((composite) => composite === name) && opOf(name) !== undefined
}
