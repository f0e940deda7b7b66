import { fail, show } from "../errors.ts"
import { convert } from "../cast.ts"
import { add, mul } from "../ops/arithmetic.ts"
import { concat } from "../ops/blocks.ts"
import { broadcastTo, reshape } from "../ops/shape.ts"
import { sum } from "../ops/reduce.ts"
import { rename } from "../alias.ts"
import { sameShape, sizeOf } from "../shape.ts"
import { isTensor, type Tensor, type TensorLike, tensor } from "../tensor.ts"
import { leavesOf, withLeaves } from "../tree.ts"
import { checkFloat, checkScalar, checkTensor, fresh, isTensorLike, type Like, tensorsOf } from "./arguments.ts"
import { backward, onesLike, zerosLike } from "./backward.ts"

type LikeAll<A extends readonly unknown[]> = { readonly [I in keyof A]: Like<A[I]> }

/**
 * Vector-Jacobian product: the value of `fn` at `primals`, and the function that maps a cotangent of the value to the
 * cotangents of all arguments.
 *
 * @throws GradualError `SHAPE` when a cotangent has not the shape of the value.
 * @example
 * ```ts
 * import { evaluate, exp, vjp } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const [y, pullback] = vjp((x) => exp(x), [0, 1])
 * const [dx] = pullback([1, 10])
 * console.log((await evaluate(js(), dx)).data) // 1, 27.18...
 * ```
 */
export function vjp<A extends readonly Tensor[], R>(
  fn: (...args: A) => R,
  ...primals: LikeAll<A>
): readonly [value: R, pullback: (cotangent: Like<R>) => A]
export function vjp<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  ...primals: LikeAll<A>
): readonly [value: R, pullback: (cotangent: Like<R>) => A]
export function vjp<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  ...primals: readonly unknown[]
): readonly [value: R, pullback: (cotangent: Like<R>) => A] {
  const args = fresh<A>(primals)
  const y = fn(...args)
  const [inputs, outputs] = [tensorsOf(args), tensorsOf(y)]
  const pullback = (cotangent: Like<R>): A =>
    withLeaves(
      args,
      isTensor,
      backward(outputs, matching("vjp", "cotangent", [cotangent], outputs), inputs),
    ) as readonly unknown[] as A
  return [y, pullback]
}

/**
 * Jacobian-vector product: the value of `fn` at `primals`, and its derivative in the direction `tangents`.
 *
 * @remarks A pullback is linear in its cotangent, so the pullback of the pullback is the pushforward: forward mode needs
 * no rules of its own. What only the cotangent needed is dead and removed when the program is made.
 * @throws GradualError `SHAPE` when a tangent has not the shape of its primal.
 * @example
 * ```ts
 * import { evaluate, jvp, mul } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const [y, dy] = jvp((x) => mul(x, x), [3], [1])
 * const at = evaluate.sync(js(), { y, dy })
 * console.log(at.y.data, at.dy.data) // 9, 6
 * ```
 */
export function jvp<A extends readonly Tensor[], R>(
  fn: (...args: A) => R,
  primals: LikeAll<A>,
  tangents: LikeAll<A>,
): readonly [value: R, tangent: R]
export function jvp<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  primals: LikeAll<A>,
  tangents: LikeAll<A>,
): readonly [value: R, tangent: R]
export function jvp<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  primals: readonly unknown[],
  tangents: readonly unknown[],
): readonly [value: R, tangent: R] {
  const args = fresh<A>(primals)
  const y = fn(...args)
  const [inputs, outputs] = [tensorsOf(args), tensorsOf(y)]
  const directions = matching("jvp", "tangent", tangents, inputs)
  const seeds = outputs.map((output) => rename(zerosLike(output)))
  const pulled = backward(outputs, seeds, inputs)
  return [y, withLeaves(y, isTensor, backward(pulled, directions, seeds)) as R]
}

/**
 * Hessian-vector product of a scalar function: the derivative of its gradient in the direction `tangents`, without
 * forming the Hessian.
 *
 * @returns one product per argument, in the form of the argument.
 * @throws GradualError `SHAPE` when `fn` does not return a scalar or a tangent has not the shape of its primal,
 * `NOT_DIFFERENTIABLE` for integer arguments or results.
 * @example
 * ```ts
 * import { evaluate, hvp, mul, sum } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * const [product] = hvp((x) => sum(mul(x, mul(x, x))), [[1, 2]], [[1, 0]])
 * console.log(evaluate.sync(js(), product).data) // 6, 0
 * ```
 */
export function hvp<A extends readonly Tensor[]>(
  fn: (...args: A) => Tensor,
  primals: LikeAll<A>,
  tangents: LikeAll<A>,
): A
export function hvp<A extends readonly unknown[]>(
  fn: (...args: A) => Tensor,
  primals: LikeAll<A>,
  tangents: LikeAll<A>,
): A
export function hvp<A extends readonly unknown[]>(
  fn: (...args: A) => Tensor,
  primals: readonly unknown[],
  tangents: readonly unknown[],
): A {
  const args = fresh<A>(primals)
  const inputs = tensorsOf(args)
  checkFloat("hvp", "the arguments", inputs)
  const y = fn(...args)
  checkScalar("hvp", y)
  const directions = matching("hvp", "tangent", tangents, inputs)
  const gradient = backward([y], [onesLike(y)], inputs)
  const slope = gradient
    .map((part, i) => sum(mul(part, directions[i] as Tensor)))
    .reduce((total, part) => add(total, convert(part, total.dtype)))
  return withLeaves(args, isTensor, backward([slope], [onesLike(slope)], inputs)) as readonly unknown[] as A
}

/**
 * The Jacobian of a function of one tensor: `∂yᵢ/∂xⱼ` with shape `[...shape of y, ...shape of x]`.
 *
 * @remarks One pullback per element of `y`, side by side in one program: meant for small results.
 * @throws GradualError `NOT_DIFFERENTIABLE` for an integer argument or result.
 * @example
 * ```ts
 * import { evaluate, jacobian, mul } from "@gradual/core"
 * import { js } from "@gradual/backend-js"
 * console.log(evaluate.sync(js(), jacobian((x) => mul(x, x))([1, 2])).data) // 2, 0, 0, 4
 * ```
 */
export function jacobian(fn: (x: Tensor) => Tensor): (x: TensorLike) => Tensor {
  return (value) => {
    const [x] = fresh<readonly [Tensor]>([value])
    const y = fn(x)
    checkTensor("jacobian", y)
    checkFloat("jacobian", "argument and result", [x, y])
    const count = sizeOf(y.shape)
    const shape = [...y.shape, ...x.shape]
    if (sizeOf(shape) === 0) return broadcastTo(tensor(0, x.dtype), { shape })
    const rows = Array.from({ length: count }, (_, row) => {
      const seed = tensor(
        Array.from({ length: count }, (_unit, i) => Number(i === row)),
        y.dtype,
      )
      const [dx] = backward([y], [reshape(seed, { shape: y.shape })], [x])
      return reshape(dx as Tensor, { shape: [1, sizeOf(x.shape)] })
    })
    return reshape(concat(rows, { axis: 0 }), { shape })
  }
}

/** Cotangents or tangents, given as trees, as tensors of the types of what they belong to. */
function matching(op: string, what: string, trees: readonly unknown[], outputs: readonly Tensor[]): Tensor[] {
  const leaves = trees.flatMap((tree) => leavesOf(tree, isTensorLike))
  if (leaves.length !== outputs.length)
    throw fail("SHAPE", op, `one ${what} for each of ${outputs.length} tensors expected`, `${leaves.length}`)
  return outputs.map((output, i) => {
    const leaf = tensor(leaves[i] as TensorLike, output.dtype)
    if (!sameShape(leaf.shape, output.shape))
      throw fail("SHAPE", op, `the ${what} must have the shape ${show(output.shape)}`, show(leaf.shape))
    return convert(leaf, output.dtype)
  })
}
