import type { Aval } from "./ndarray.ts"
import { fail, show } from "./errors.ts"
import type { ArgsOf, CallOf, Make, ParamsOf } from "./op.ts"
import {
  type AliasParams,
  aliasOp,
  apply,
  type Avals,
  type Cotangents,
  type Op,
  sameAval,
  type Tensor,
  type TensorLike,
  tensor,
} from "./tensor.ts"

function alias(value: Tensor, rest: readonly Tensor[], params: AliasParams): Tensor {
  return apply(aliasOp, [value, ...rest], Object.freeze(params))
}

const none = (args: readonly Tensor[]): (Tensor | null)[] => args.map(() => null)

/** A new name for `x`. Differentiating with respect to the new name leaves other uses of `x` alone. */
export function rename(x: Tensor): Tensor {
  return alias(x, [], { vjp: (dy) => [dy] })
}

/**
 * `x` as a constant to differentiation: its value passes, no gradient does.
 *
 * @example
 * ```ts
 * import { evaluate, grad, mul, stopGradient } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const slope = grad((x) => mul(x, stopGradient(x)))
 * console.log((await evaluate(js(), slope(3))).data[0]) // 3
 * ```
 */
export function stopGradient(x: TensorLike): Tensor {
  return alias(tensor(x), [], { vjp: (_dy, _y, args) => none(args) })
}

/**
 * The value of `hard` with the gradient of `soft`. The forward value is exactly `hard`: there is no `soft + (hard - soft)`,
 * whose rounding loses bits.
 *
 * @throws GradualError `SHAPE` when the two are not of the same dtype and shape.
 * @example
 * ```ts
 * import { evaluate, grad, round, straightThrough } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const slope = grad((x) => straightThrough(round(x), x))
 * console.log(evaluate.sync(js(), slope(1.4)).data) // 1
 * ```
 */
export function straightThrough(hard: TensorLike, soft: TensorLike): Tensor {
  const [value, path] = [tensor(hard), tensor(soft)]
  if (!sameAval(value, path))
    throw fail(
      "SHAPE",
      "straightThrough",
      "hard and soft must have one dtype and shape",
      `${value.dtype}${show(value.shape)} and ${path.dtype}${show(path.shape)}`,
    )
  return alias(value, [path], { vjp: (dy) => [null, dy] })
}

/**
 * Gives `fn` the gradient `rule` in place of the one its operations have.
 * The rule returns expressions, so it is differentiated in turn for higher orders; it should use the arguments it is
 * given, not captured ones. Tensors that `fn` captures receive no gradient.
 *
 * @param fn - the function of one or more tensors.
 * @param rule - the cotangents of the arguments from the cotangent `dy` of the result `y`; linear in `dy`.
 * @example
 * ```ts
 * import { evaluate, exp, grad, log, logistic, add, mul, withGradient } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const softplus = withGradient(
 *   (x) => log(add(1, exp(x))),
 *   (dy, _y, [x]) => [mul(dy, logistic(x))], // finite where exp(x) overflows
 * )
 * console.log((await evaluate(js(), grad(softplus)(1000))).data[0]) // 1
 * ```
 */
export function withGradient<A extends readonly Tensor[]>(
  fn: (...args: A) => Tensor,
  rule: (dy: Tensor, y: Tensor, args: A) => Cotangents<A>,
): (...args: { [I in keyof A]: TensorLike }) => Tensor {
  return (...values) => {
    const args = values.map((value) => tensor(value)) as readonly Tensor[] as A
    return alias(fn(...args), args, {
      vjp: (dy, y, [, ...rest]) => [null, ...rule(dy, y, rest as readonly Tensor[] as A)],
    })
  }
}

/**
 * Declares a composite: a function made of ops that a backend may also run with a kernel of its own (`Fused`). Its gradient
 * is declared like an op's; its value is its body, to every backend that does not know the name.
 */
export function declareComposite<D extends ((...args: never[]) => Tensor) & { readonly op: Op }>(
  name: string,
  rules: {
    type(args: Avals<ArgsOf<D>>, params: ParamsOf<D>): Aval
    vjp(dy: Tensor, y: Tensor, args: ArgsOf<D>, params: ParamsOf<D>): Cotangents<ArgsOf<D>>
    along(params: ParamsOf<D>): readonly number[]
    body(args: ArgsOf<D>, params: ParamsOf<D>): Tensor
  },
  front: (make: Make<D>) => CallOf<D>,
): D {
  const { type, vjp, along, body } = rules
  const op: Op<string, ArgsOf<D>, ParamsOf<D>> = Object.freeze({ name, type, along, gradient: { vjp } })
  const make: Make<D> = (inputs, params) =>
    alias(body(inputs, params), inputs, {
      composite: { op, params: Object.freeze(params) },
      vjp: (dy, y) => [null, ...(vjp(dy, y, inputs, params) as readonly (Tensor | null)[])],
    })
  return Object.assign(front(make), { op }) as unknown as D
}
