import { rename } from "../alias.ts"
import { isFloat } from "../dtype.ts"
import { fail, show } from "../errors.ts"
import { isArrayLike } from "../ndarray.ts"
import { isTensor, type Tensor, type TensorLike, tensor } from "../tensor.ts"
import { leavesOf, mapTree, type Tree } from "../tree.ts"

/** A tensor, or lists and objects of them. */
export type TensorTree = Tree<Tensor>
/** What a transformed function takes where the original takes `T`: values or expressions for every tensor. */
export type Like<T> = [Tensor] extends [T] ? TensorLike : { readonly [K in keyof T]: Like<T[K]> }

/** Whether a node of an argument tree is a tensor or the values of one. */
export function isTensorLike(node: unknown): node is TensorLike {
  return isTensor(node) || isArrayLike(node)
}

/**
 * Arguments as tensors under new names, so that differentiating with respect to them leaves other uses of the same
 * tensors alone (nested gradients would otherwise confuse their variables).
 */
export function fresh<A extends readonly unknown[]>(args: readonly unknown[]): A {
  return args.map((arg) => mapTree(arg, isTensorLike, (leaf) => rename(tensor(leaf)))) as readonly unknown[] as A
}

/** All tensors of a tree. */
export function tensorsOf(tree: unknown): Tensor[] {
  return leavesOf(tree, isTensor)
}

/** Throws unless derivatives with respect to all these exist. */
export function checkFloat(op: string, what: string, tensors: readonly Tensor[]): void {
  const wrong = tensors.find(({ dtype }) => !isFloat(dtype))
  if (wrong !== undefined)
    throw fail(
      "NOT_DIFFERENTIABLE",
      op,
      `${what} must be floating point`,
      wrong.dtype,
      'Use cast(x, { dtype: "float32" }) outside, or argnums to choose others',
    )
}

/** Throws unless `y` is one tensor. */
export function checkTensor(op: string, y: unknown): asserts y is Tensor {
  if (!isTensor(y)) throw fail("INPUT", op, "the function must return one tensor", show(y))
}

/** Throws unless `y` can have a gradient: a scalar of floating point. */
export function checkScalar(op: string, y: unknown): asserts y is Tensor {
  checkTensor(op, y)
  checkFloat(op, "the result", [y])
  if (y.shape.length > 0)
    throw fail(
      "SHAPE",
      op,
      "the function must return a scalar",
      `shape ${show(y.shape)}`,
      "Reduce it with sum or mean, or use vjp or jacobian",
    )
}
