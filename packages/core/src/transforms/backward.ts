import { isFloat } from "../dtype.ts"
import { cotangentAs } from "../cast.ts"
import { add } from "../ops/arithmetic.ts"
import { sum } from "../ops/reduce.ts"
import { broadcastTo, reshape } from "../ops/shape.ts"
import { sameShape, type Shape } from "../shape.ts"
import { type Tensor, tensor } from "../tensor.ts"

/**
 * Reverse-mode differentiation: the cotangents of `wrt` when `outputs` have the given cotangents.
 *
 * Every op's rule maps the cotangent of its output to cotangents of its inputs; all paths to a node are added up before
 * it passes its own on. The result is made of expressions, so it can be differentiated again. Nodes that do not depend
 * on `wrt` are not visited. Does not recurse: depth is limited by memory only.
 */
export function backward(outputs: readonly Tensor[], cotangents: readonly Tensor[], wrt: readonly Tensor[]): Tensor[] {
  const order = dependents(outputs, wrt)
  const collected = new Map<Tensor, Tensor>()
  const collect = (node: Tensor, cotangent: Tensor): void => {
    const sofar = collected.get(node)
    const fitted = fit(cotangent, node)
    collected.set(node, sofar === undefined ? fitted : add(sofar, fitted))
  }
  outputs.forEach((output, i) => {
    if (order.has(output)) collect(output, cotangents[i] as Tensor)
  })
  const targets = new Set(wrt)
  for (const node of [...order].reverse()) {
    const cotangent = collected.get(node)
    if (cotangent === undefined || targets.has(node) || !("vjp" in node.op.gradient)) continue
    const flowing = node.op.gradient.vjp(cotangent, node, node.inputs, node.params)
    node.inputs.forEach((input, i) => {
      const part = flowing[i]
      if (part !== null && part !== undefined && order.has(input)) collect(input, part)
    })
    collected.delete(node)
  }
  return wrt.map((target) => collected.get(target) ?? zerosLike(target))
}

/** The nodes between `wrt` and `outputs` through which a gradient can flow, inputs before what is made of them. */
function dependents(outputs: readonly Tensor[], wrt: readonly Tensor[]): Set<Tensor> {
  const visited = new Set<Tensor>(wrt)
  const order = new Set<Tensor>(wrt.filter(({ dtype }) => isFloat(dtype)))
  const stack = [...outputs]
  while (stack.length > 0) {
    const node = stack[stack.length - 1] as Tensor
    const waiting = visited.has(node) ? [] : node.inputs.filter((input) => !visited.has(input) && isFloat(input.dtype))
    if (waiting.length > 0) {
      for (const input of waiting) stack.push(input)
      continue
    }
    stack.pop()
    if (visited.has(node)) continue
    visited.add(node)
    if (isFloat(node.dtype) && "vjp" in node.op.gradient && node.inputs.some((input) => order.has(input)))
      order.add(node)
  }
  return order
}

/** A cotangent in the shape and dtype of what it belongs to: what was broadcast on the way in is summed on the way back. */
function fit(cotangent: Tensor, { dtype, shape }: Tensor): Tensor {
  return cotangentAs(sumTo(cotangent, shape), dtype)
}

/** Sums the axes along which a tensor of `shape` was broadcast to become like `x`. */
function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  const extra = x.shape.length - shape.length
  const axes = x.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < extra || (shape[axis - extra] === 1 && x.shape[axis] !== 1))
  return broadcastTo(reshape(sum(x, { axis: axes, keepDims: true }), { shape: keptOnly(x.shape, axes, extra) }), {
    shape,
  })
}

function keptOnly(shape: Shape, axes: readonly number[], extra: number): Shape {
  return shape.map((length, axis) => (axes.includes(axis) ? 1 : length)).slice(extra)
}

/** Zeros of a tensor's type. */
export function zerosLike({ dtype, shape }: Tensor): Tensor {
  return broadcastTo(tensor(0, dtype), { shape })
}

/** Ones of a tensor's type. */
export function onesLike({ dtype, shape }: Tensor): Tensor {
  return broadcastTo(tensor(1, dtype), { shape })
}
