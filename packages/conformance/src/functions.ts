import * as core from "@gradual/core"
import type { Tensor, TensorLike } from "@gradual/core"
import {
  catalogue,
  type DescribedFunction,
  type FunctionName,
  functions as others,
  type OperatorName,
} from "@gradual/operators"

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
  const tensors = tensorsOf(name)
  const plain = (ours(name)?.function ?? (core as unknown as Readonly<Record<string, unknown>>)[name]) as Plain
  return (inputs, attrs) => {
    // options come after all tensors, also after those that are left out
    const left = Array.from({ length: Math.max(0, tensors - inputs.length) }, () => undefined)
    return [plain(...inputs, ...(Object.keys(attrs).length > 0 ? [...left, attrs] : []))]
  }
}

/** What the operators' package says of a function, if it is one of its own. */
function ours(name: string): { readonly function: unknown } | undefined {
  if (Object.hasOwn(catalogue, name)) return catalogue[name as OperatorName]
  return Object.hasOwn(others, name) ? others[name as FunctionName] : undefined
}

/** How many tensors an operator takes; 0 for what is not listed. */
function tensorsOf(name: string): number {
  if (Object.hasOwn(catalogue, name)) return 2 + Object.keys(catalogue[name as OperatorName].parameters ?? {}).length
  return Object.hasOwn(others, name) ? (others[name as FunctionName] as DescribedFunction).tensors : 0
}

/** Whether each element of a function's result depends only on the elements that broadcast to its place. */
export function isElementwise(name: string): boolean {
  return opOf(name)?.elementwise ?? false
}

/** Whether a function is a composite that a backend may have a kernel for. */
export function isFusable(name: string): boolean {
  return composites.some((composite) => composite === name) && opOf(name) !== undefined
}
