import { type Aval, type NoParams, type Shape, sameShape } from "@gradual/core"
import { compute, copyRun, forEachRun } from "./host.ts"
import type { Handle, Runtime, TensorFlow } from "./runtime.ts"
import { around, collapse } from "./shapes.ts"

type UnaryKernel = (args: readonly [x: Handle], params: NoParams, out: Aval) => Handle
type BinaryKernel = (args: readonly [a: Handle, b: Handle], params: NoParams, out: Aval) => Handle

/** The kernel of a function of one tensor. */
export function map({ tf }: Runtime, f: (x: Handle) => Handle): UnaryKernel {
  return (args, _, { shape }) => broadcast(tf, args, shape, ([x]) => f(x!))
}

/** The kernel of a function of two tensors that broadcast. */
export function zip({ tf }: Runtime, f: (a: Handle, b: Handle) => Handle): BinaryKernel {
  return (args, _, { shape }) => broadcast(tf, args, shape, ([a, b]) => f(a!, b!))
}

/** The same, of a function that is fast only on operands of one shape, or on a number. */
export function zipStretched(runtime: Runtime, f: (a: Handle, b: Handle) => Handle): BinaryKernel {
  const { tf } = runtime
  // a number is known by having no axes
  const fit = (x: Handle, shape: Shape): Handle => (x.size === 1 ? tf.reshape(x, []) : stretch(runtime, x, shape))
  return (args, _, out) => broadcast(tf, args, out.shape, ([a, b], shape) => f(fit(a!, shape), fit(b!, shape)))
}

/** Ranks that every runtime has right and fast kernels for. */
export const fewAxes = 4

/** Calls `f` with operands of few axes and gives its result the shape it stands for. */
export function broadcast(
  tf: TensorFlow,
  operands: readonly Handle[],
  shape: Shape,
  f: (operands: readonly Handle[], shape: Shape) => Handle,
): Handle {
  if (shape.length <= fewAxes) return shaped(tf, f(operands, shape), shape)
  const joined = collapse(
    shape,
    operands.map((operand) => operand.shape),
  )
  const narrow = operands.map((operand, i) => tf.reshape(operand, joined.operands[i]!))
  if (joined.shape.length <= fewAxes) return shaped(tf, f(narrow, joined.shape), shape)
  const flat = narrow.map((operand) => tf.reshape(repeat(tf, operand, joined.shape), [-1]))
  return shaped(tf, f(flat, flat[0]!.shape), shape)
}

/** A tensor with another shape, or itself if it has that. */
export function shaped(tf: TensorFlow, x: Handle, shape: Shape): Handle {
  return sameShape(x.shape, shape) ? x : tf.reshape(x, [...shape])
}

/** A tensor repeated to a shape. `tf.tile`, which tf.broadcastTo uses, copies an element at a time where there is no GPU. */
export function stretch(runtime: Runtime, x: Handle, shape: Shape): Handle {
  const { tf, onHost } = runtime
  if (sameShape(x.shape, shape)) return x
  if (!onHost) return repeat(tf, x, shape)
  return compute(runtime, [x], { dtype: x.dtype as Aval["dtype"], shape }, (to, from) =>
    forEachRun(shape, [x.shape], (n, o, [i], [step]) => copyRun(to, from!, n, o, i!, step!)),
  )
}

function repeat(tf: TensorFlow, x: Handle, shape: Shape): Handle {
  if (shape.length <= fewAxes) return tf.broadcastTo(x, [...shape])
  const repeated = shape.map((_, axis) => axis).filter((axis) => x.shape[axis] !== shape[axis])
  return axisByAxis(tf, x, repeated, (lines, axis) =>
    tf.broadcastTo(lines, [lines.shape[0]!, shape[axis]!, lines.shape[2]!]),
  )
}

/** Does something along axes, one after another, on the tensor as `[before, axis, after]`: any number of axes will do. */
export function axisByAxis(
  tf: TensorFlow,
  x: Handle,
  axes: readonly number[],
  f: (lines: Handle, axis: number) => Handle,
): Handle {
  const shape = [...x.shape]
  return axes.reduce((y, axis) => {
    const lines = f(tf.reshape(y, [...around(shape, axis)]), axis)
    shape[axis] = lines.shape[1]!
    return tf.reshape(lines, shape)
  }, x)
}

/**
 * A tensor as float32. On WebGPU casting integers only renames their buffer, and shaders that move numbers without a look at
 * them do not compile with it, and take what else is under way with them: there the numbers are made anew.
 */
export function toFloat({ tf, name }: Runtime, x: Handle): Handle {
  const y = tf.cast(x, "float32")
  return name === "webgpu" ? tf.reshape(tf.mul(tf.reshape(y, [-1]), 1), x.shape) : y
}

/** `tf.where` of three tensors of one shape, without the copies that it makes of them. */
export function select(tf: TensorFlow, condition: Handle, t: Handle, e: Handle): Handle {
  return tf.engine().runKernel("Select", { condition, t, e })
}
