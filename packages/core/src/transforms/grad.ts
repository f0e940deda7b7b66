import { fail, show } from "../errors.ts"
import type { Tensor } from "../tensor.ts"
import { withLeaves } from "../tree.ts"
import { isTensor } from "../tensor.ts"
import { checkFloat, checkScalar, fresh, type Like, tensorsOf } from "./arguments.ts"
import { backward, onesLike } from "./backward.ts"

/** Which arguments to differentiate with respect to: a position, or several. Default 0. */
export interface GradOptions<N extends number | readonly number[] = number | readonly number[]> {
  readonly argnums?: N
}

/** The gradients: one for a single position, a list for a list. */
export type Gradients<A extends readonly unknown[], N> = N extends readonly number[]
  ? { readonly [I in keyof N]: A[N[I] & number] }
  : A[N & number]

type LikeAll<A extends readonly unknown[]> = { readonly [I in keyof A]: Like<A[I]> }

/**
 * The gradient of a scalar function, as a function of the same arguments.
 *
 * @remarks ∂f/∂xᵢ for every tensor of the chosen arguments, which may be trees (lists and objects of tensors); the result
 * has the tree's form. It is made of expressions, so `grad(grad(f))` is the second derivative.
 * @throws GradualError `SHAPE` when `fn` does not return a scalar, `NOT_DIFFERENTIABLE` for integer arguments or results.
 * @example
 * ```ts
 * import { evaluate, grad, mul, sum } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const gradient = grad((x) => sum(mul(x, x)))
 * console.log((await evaluate(js(), gradient([1, 2, 3]))).data) // 2, 4, 6
 * ```
 */
export function grad<A extends readonly Tensor[], const N extends number | readonly number[] = 0>(
  fn: (...args: A) => Tensor,
  options?: GradOptions<N>,
): (...args: LikeAll<A>) => Gradients<A, N>
export function grad<A extends readonly unknown[], const N extends number | readonly number[] = 0>(
  fn: (...args: A) => Tensor,
  options?: GradOptions<N>,
): (...args: LikeAll<A>) => Gradients<A, N>
export function grad(fn: (...args: never) => Tensor, options?: GradOptions): (...args: readonly unknown[]) => unknown {
  return (...args) => differentiate("grad", fn, options, args)[1]
}

/**
 * Value and gradient of a scalar function together: `[value, gradient]`. Work they share is done once.
 *
 * @throws GradualError as {@link grad}.
 * @example
 * ```ts
 * import { compile, mul, sum, valueAndGrad } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const f = compile(js(), valueAndGrad((x, y) => sum(mul(x, y)), { argnums: [0, 1] }))
 * const [value, [dx, dy]] = await f([1, 2], [3, 4])
 * console.log(value.data, dx.data, dy.data) // 11, [3, 4], [1, 2]
 * ```
 */
export function valueAndGrad<A extends readonly Tensor[], const N extends number | readonly number[] = 0>(
  fn: (...args: A) => Tensor,
  options?: GradOptions<N>,
): (...args: LikeAll<A>) => readonly [value: Tensor, gradient: Gradients<A, N>]
export function valueAndGrad<A extends readonly unknown[], const N extends number | readonly number[] = 0>(
  fn: (...args: A) => Tensor,
  options?: GradOptions<N>,
): (...args: LikeAll<A>) => readonly [value: Tensor, gradient: Gradients<A, N>]
export function valueAndGrad(
  fn: (...args: never) => Tensor,
  options?: GradOptions,
): (...args: readonly unknown[]) => readonly [Tensor, never] {
  return (...args) => differentiate("valueAndGrad", fn, options, args)
}

function differentiate(
  op: string,
  fn: (...args: never) => Tensor,
  { argnums = 0 }: GradOptions = {},
  args: readonly unknown[],
): readonly [Tensor, never] {
  const wrt = typeof argnums === "number" ? [argnums] : argnums
  if (!Array.isArray(wrt) || !wrt.every((index) => Number.isInteger(index) && index >= 0 && index < args.length))
    throw fail("VALUE", op, `argnums must name arguments from 0 to ${args.length - 1}`, `argnums=${show(argnums)}`)
  const inputs = fresh<readonly unknown[]>(args)
  const chosen = wrt.map((index) => inputs[index])
  const leaves = tensorsOf(chosen)
  checkFloat(op, "what it differentiates with respect to", leaves)
  const y: unknown = fn(...(inputs as never))
  checkScalar(op, y)
  const gradients = withLeaves(chosen, isTensor, backward([y], [onesLike(y)], leaves)) as readonly unknown[]
  return [y, (typeof argnums === "number" ? gradients[0] : gradients) as never] // its type is the overloads'
}
