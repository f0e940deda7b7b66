import {
  broadcastTo,
  cast,
  clip,
  mul,
  normalizeAxis,
  operands,
  reshape,
  type Tensor,
  type TensorLike,
  widen,
} from "@gradual/core"
import type { Parameter } from "./catalogue-entry.ts"
import { checkDomain, type Domain, notNegative, reals } from "./domain.ts"

/** Options of every operator. */
export interface OperatorOptions {
  /** The axis of `values` along which entries compete. Default the last. */
  readonly axis?: number
}

/** A function of values that grows harder with `p`. */
export type Operator = (values: TensorLike, p: TensorLike, options?: OperatorOptions) => Tensor

/** What the arguments of an operator may be. */
export interface Domains {
  /** Values outside are clamped to it, and get no gradient. */
  readonly values: Domain
  /** A plain number outside is an error. */
  readonly p: Domain
}

/** The domains of operators that take any scores. */
export const scoreDomains: Domains = /* @__PURE__ */ Object.freeze({ values: reals, p: notNegative })

/**
 * Makes an operator of a definition in float64.
 *
 * The operator checks and clamps its arguments, counts the axis from the end so that it means the same when `p` adds
 * leading axes, and takes a scalar as a row of one. Computing in float64 wherever the backend has it, and rounding once,
 * is what makes float32 results right to the last bit; a backend without float64 computes the same graph in float32.
 */
export function operator(
  name: string,
  domains: Domains,
  definition: (values: Tensor, p: Tensor, axis: number) => Tensor,
): Operator {
  const apply = parametric(name, domains, {}, (values, _none, p, axis) => definition(values, p, axis))
  return (values, p, options) => apply(values, [], p, options)
}

/** An operator with parameters besides p: all in a list, in the order of their domains. */
export type Parametric = (
  values: TensorLike,
  others: readonly TensorLike[],
  p: TensorLike,
  options?: OperatorOptions,
) => Tensor

/** Makes an operator with parameters besides p of a definition in float64. */
export function parametric(
  name: string,
  domains: Domains,
  parameters: Readonly<Record<string, Parameter>>,
  definition: (values: Tensor, others: readonly Tensor[], p: Tensor, axis: number) => Tensor,
): Parametric {
  const domainOf = Object.entries({ ...parameters, p: { domain: domains.p } })
  return (values, others, p, { axis = -1 } = {}) => {
    const numbers = [...others, p]
    domainOf.forEach(([parameter, { domain }], i) => {
      checkDomain(name, parameter, numbers[i], domain)
    })
    const [given, ...rest] = operands(name, "float", [values, ...numbers]) as [Tensor, ...Tensor[]]
    const row = given.shape.length > 0 ? given : reshape(given, { shape: [1] })
    const fromEnd = normalizeAxis(name, axis, row.shape.length) - row.shape.length
    if (row.shape.at(fromEnd) === 0) return rest.reduce(mul, row) // no entries: nothing competes
    const length = Math.max(...rest.map(({ shape }) => shape.at(fromEnd) ?? 1))
    const entries = stretched(row, fromEnd, length)
    const inside = domains.values === reals ? entries : clip(entries, domains.values)
    const wide = rest.map(widen)
    const sharpness = wide.pop() as Tensor
    const y = cast(definition(widen(inside), wide, sharpness, fromEnd), { dtype: given.dtype })
    return given === row || rest.some(({ shape }) => shape.length > 0) ? y : reshape(y, { shape: [] })
  }
}

/** A single entry as `length` equal ones: where p has several along the axis, they compete as the broadcast values do. */
function stretched(x: Tensor, axis: number, length: number): Tensor {
  if (x.shape.at(axis) !== 1 || length === 1) return x
  return broadcastTo(x, { shape: x.shape.map((own, i) => (i === x.shape.length + axis ? length : own)) })
}
