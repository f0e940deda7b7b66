import { convert } from "./cast.ts"
import { type DType, isFloat, promote } from "./dtype.ts"
import { fail } from "./errors.ts"
import { type Aval, isNDArray } from "./ndarray.ts"
import { broadcastShapes } from "./shape.ts"
import {
  apply,
  type Avals,
  type Cotangents,
  isTensor,
  type NotDifferentiable,
  type Op,
  type Tensor,
  type TensorLike,
  tensor,
} from "./tensor.ts"

/** Parameters of an op that has none. */
export type NoParams = { readonly [K in never]: never }
const noParams: NoParams = Object.freeze({})

/** Which dtypes an op computes in. Others are converted: `float` takes integers as float32, `numeric` bool as int32. */
export type Accepts = "float" | "numeric" | "bool" | "any"

/** A function over tensors that carries the op it applies. */
export type OpFunction<F, A extends readonly Tensor[], P> = F & { readonly op: Op<string, A, P> }
/** An op of one tensor, elementwise: the output has the shape of `x`. */
export type Unary = OpFunction<(x: TensorLike) => Tensor, readonly [x: Tensor], NoParams>
/** An op of two tensors, elementwise: their shapes broadcast, their dtypes become one. */
export type Binary = OpFunction<(a: TensorLike, b: TensorLike) => Tensor, readonly [a: Tensor, b: Tensor], NoParams>

/** A gradient rule as it is written in a declaration. */
export type Vjp<A extends readonly Tensor[], P> =
  | ((dy: Tensor, y: Tensor, args: A, params: P) => Cotangents<A>)
  | NotDifferentiable

/** The rules of an op as they are written in a declaration. */
export interface Rules<A extends readonly Tensor[], P> {
  type(args: Avals<A>, params: P): Aval
  readonly vjp: Vjp<A, P>
  readonly elementwise?: boolean
  along?(params: P): readonly number[]
}

/** Says that nothing flows back, and why: the derivative is zero wherever it exists. */
export function notDifferentiable(reason: string): NotDifferentiable {
  return { reason }
}

type AnyOpFunction = ((...args: never[]) => Tensor) & { readonly op: Op }
/** The inputs of the op that a function carries. */
export type ArgsOf<D> = D extends { readonly op: Op<string, infer A, infer _P> } ? A : never
/** The parameters of the op that a function carries. */
export type ParamsOf<D> = D extends { readonly op: Op<string, infer _A, infer P> } ? P : never
/** Without what it carries: the bare function. */
export type CallOf<D> = D extends (...args: infer X) => infer R ? (...args: X) => R : never
/** Applies an op to normalised arguments. */
export type Make<D> = (inputs: ArgsOf<D>, params: ParamsOf<D>) => Tensor

/**
 * Declares an op: its rules, and the function by which people apply it.
 * The function normalises its arguments (dtypes, axes, shapes), so that no rule and no kernel has to.
 */
export function declare<D extends AnyOpFunction>(
  name: string,
  rules: Rules<ArgsOf<D>, ParamsOf<D>>,
  front: (make: Make<D>) => CallOf<D>,
): D {
  const { vjp, type, along, elementwise = false } = rules
  const op: Op<string, ArgsOf<D>, ParamsOf<D>> = Object.freeze({
    name,
    type,
    elementwise,
    ...(along && { along }),
    gradient: typeof vjp === "function" ? { vjp } : vjp,
  })
  const make: Make<D> = (inputs, params) => apply(op, inputs, Object.freeze(params))
  return Object.assign(front(make), { op }) as unknown as D
}

/** Declares an elementwise op of one input. The output has `output` as its dtype, or the input's. */
export function unary(name: string, accepts: Accepts, vjp: Vjp<readonly [x: Tensor], NoParams>, output?: DType): Unary {
  const type = ([x]: readonly [Aval]) => ({ dtype: output ?? x.dtype, shape: x.shape })
  return declare<Unary>(
    name,
    { type, vjp, elementwise: true },
    (make) => (x) => make(operands(name, accepts, [x]), noParams),
  )
}

/** Declares an elementwise op of two inputs that broadcast. */
export function binary(
  name: string,
  accepts: Accepts,
  vjp: Vjp<readonly [a: Tensor, b: Tensor], NoParams>,
  output?: DType,
): Binary {
  const type = ([a, b]: readonly [Aval, Aval]) => ({
    dtype: output ?? a.dtype,
    shape: broadcastShapes(name, [a.shape, b.shape]),
  })
  return declare<Binary>(
    name,
    { type, vjp, elementwise: true },
    (make) => (a, b) => make(operands(name, accepts, [a, b]), noParams),
  )
}

/**
 * Arguments as tensors of one dtype that the op accepts. Plain numbers and lists have no dtype of their own: they take
 * that of the others (a fraction beside integers makes both float32).
 *
 * @throws GradualError `INPUT` for what holds no numbers, `DTYPE` for other than bool where only bool is accepted.
 * @example
 * ```ts
 * import { operands, tensor } from "@gradual/core"
 * const [a, b] = operands("hypot", "float", [1, tensor([2], "int32")])
 * console.log(a.dtype, b.dtype) // float32 float32
 * ```
 */
export function operands<const T extends readonly TensorLike[]>(
  name: string,
  accepts: Accepts,
  values: T,
): { [I in keyof T]: Tensor } {
  if (values.length === 0) return [] as { [I in keyof T]: Tensor }
  const strong = values.filter((value) => !isWeak(value)).map((value) => tensor(value).dtype)
  const weak = values.filter(isWeak)
  let dtype = strong.length > 0 ? strong.reduce(promote) : weak.map((value) => tensor(value).dtype).reduce(promote)
  if (strong.length > 0 && !isFloat(dtype)) dtype = weak.map(weakest).reduce(promote, dtype)
  return values.map((value) =>
    convert(isWeak(value) ? tensor(value, dtype) : tensor(value), accepted(name, accepts, dtype)),
  ) as {
    [I in keyof T]: Tensor
  }
}

function isWeak(value: TensorLike): boolean {
  return (
    typeof value === "number" ||
    typeof value === "boolean" ||
    (Array.isArray(value) && !isTensor(value) && !isNDArray(value))
  )
}

/** The least dtype that holds a plain number or list exactly as meant. */
function weakest(value: TensorLike): DType {
  if (typeof value === "boolean") return "bool"
  if (typeof value === "number") return Number.isInteger(value) && Object.is(value | 0, value) ? "int32" : "float32"
  return (value as readonly TensorLike[]).map(weakest).reduce(promote, "bool")
}

function accepted(name: string, accepts: Accepts, dtype: DType): DType {
  if (accepts === "bool" && dtype !== "bool")
    throw fail("DTYPE", name, "bool operands expected", dtype, "Compare first, for example ne(x, 0)")
  if (accepts === "float") return promote(dtype, "float32")
  return accepts === "numeric" ? promote(dtype, "int32") : dtype
}
