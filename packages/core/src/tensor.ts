import type { DType } from "./dtype.ts"
import { type ArrayLike, type Aval, isArrayLike, type NDArray, toNDArray } from "./ndarray.ts"
import { fail, show } from "./errors.ts"
import { sameShape } from "./shape.ts"

const TENSOR: unique symbol = Symbol.for("gradual.tensor")

/**
 * An expression: an operation, what it is applied to, and the type of its value.
 * Immutable; nothing is computed until a backend runs a program made from it.
 */
export interface Tensor extends Aval {
  readonly op: AnyOp
  readonly inputs: readonly Tensor[]
  readonly params: unknown
  readonly [TENSOR]: true
}

/** What functions over tensors take: an expression, or values that become a constant. */
export type TensorLike = Tensor | ArrayLike

/** One cotangent per input; `null` where nothing flows back. */
export type Cotangents<A extends readonly Tensor[]> = { readonly [I in keyof A]: Tensor | null }

/** The types of the inputs. */
export type Avals<A extends readonly Tensor[]> = { readonly [I in keyof A]: Aval }

/** The gradient rule of an op. A method, so that every op fits {@link AnyOp}. */
export interface Differentiable<A extends readonly Tensor[], P> {
  /**
   * Maps the cotangent `dy` of the output `y` to cotangents of the inputs, as expressions.
   * A cotangent may have a shape to which its input broadcasts: whoever walks the graph sums it back, once for all ops.
   */
  vjp(dy: Tensor, y: Tensor, args: A, params: P): Cotangents<A>
}

/** The reason why nothing flows back through an op. */
export interface NotDifferentiable {
  readonly reason: string
}

/** All that core knows of an operation. Its value for given inputs is a backend's business. */
export interface Op<Name extends string = string, A extends readonly Tensor[] = readonly Tensor[], P = unknown> {
  readonly name: Name
  readonly gradient: Differentiable<A, P> | NotDifferentiable
  /** Whether each element of the output depends only on the elements that broadcast to its place. Absent: no. */
  readonly elementwise?: boolean
  /** The axes along which elements of the output depend on each other's places; absent: all, unless elementwise. */
  along?(params: P): readonly number[]
  /** The type of the output; throws a {@link GradualError} when the inputs do not fit. */
  type(args: Avals<A>, params: P): Aval
}

/** Any op, whatever its inputs and parameters. */
export type AnyOp = Op

/** Applies `op`: checks types and makes the expression. */
export function apply<A extends readonly Tensor[], P>(op: Op<string, A, P>, inputs: A, params: P): Tensor {
  const { dtype, shape } = op.type(inputs as unknown as Avals<A>, params) // a tensor is also its own type
  return Object.freeze({
    [TENSOR]: true as const,
    op,
    inputs: Object.freeze([...inputs]),
    params,
    dtype,
    shape: Object.freeze([...shape]),
  })
}

/**
 * Whether `value` is an expression. False for values that would become one.
 *
 * @example
 * ```ts
 * import { isTensor, tensor } from "@gradual/core"
 * console.log(isTensor(tensor([1, 2])), isTensor([1, 2])) // true false
 * ```
 */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && TENSOR in value
}

/** An op without inputs whose value is data. Declared here because every function over tensors takes data too. */
export const constantOp: Op<"constant", readonly [], { readonly value: NDArray }> = {
  name: "constant",
  gradient: { reason: "it has no inputs" },
  type: (_, { value }) => value,
}

/**
 * Values as a tensor. Numbers become `float32` unless `dtype` says otherwise.
 *
 * @throws GradualError `INPUT` for ragged lists or entries that are not numbers.
 * @example
 * ```ts
 * import { tensor } from "@gradual/core"
 * console.log(tensor([[1, 2], [3, 4]], "float64").shape) // [ 2, 2 ]
 * ```
 */
export function tensor(value: TensorLike, dtype?: DType): Tensor {
  if (isTensor(value)) return value
  if (!isArrayLike(value))
    throw fail("INPUT", "tensor", "numbers, nested lists of numbers, typed arrays or tensors expected", show(value))
  return apply(constantOp, [], Object.freeze({ value: toNDArray(value, dtype) }))
}

/** What an alias carries: see {@link aliasOp}, and alias.ts for those that there are. */
export interface AliasParams {
  /** The composite that the alias stands for, applied to the inputs after the first. */
  readonly composite?: { readonly op: AnyOp; readonly params: unknown }
  /** Cotangents of all inputs, the first (the value) included. */
  vjp(dy: Tensor, y: Tensor, args: readonly Tensor[]): readonly (Tensor | null)[]
}

/**
 * An op that computes nothing: its value is its first input. It exists to say how a gradient passes, or what a piece of
 * the graph is called, and has no kernel: programs are made by looking through it.
 */
export const aliasOp: Op<"alias", readonly Tensor[], AliasParams> = {
  name: "alias",
  gradient: { vjp: (dy, y, args, params) => params.vjp(dy, y, args) },
  type: ([value]) => value as Aval,
}

/** An op without inputs whose value is given when the program runs. */
export const placeholderOp: Op<"placeholder", readonly [], Aval> = {
  name: "placeholder",
  gradient: { reason: "it has no inputs" },
  type: (_, aval) => aval,
}

/**
 * An expression whose value is given when a program runs: what functions are called with to make programs of them.
 *
 * @example
 * ```ts
 * import { exp, linearize, placeholder, print } from "@gradual/core"
 * const x = placeholder({ dtype: "float32", shape: [2] })
 * console.log(print(linearize([x], [exp(x)]))) // (a: float32[2]) => b: float32[2] = exp(a) b
 * ```
 */
export function placeholder({ dtype, shape }: Aval): Tensor {
  return apply(placeholderOp, [], { dtype, shape })
}

/** Whether two types are the same. */
export function sameAval(a: Aval, b: Aval): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape)
}
