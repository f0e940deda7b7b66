import { type Aval, type NoParams, type Shape, sameShape } from "@gradual/core"
import type { Handle, Runtime, TensorFlow } from "./runtime.ts"
import { collapse } from "./shapes.ts"

type UnaryKernel = (args: readonly [x: Handle], params: NoParams, out: Aval) => Handle
type BinaryKernel = (args: readonly [a: Handle, b: Handle], params: NoParams, out: Aval) => Handle

/** The kernel of a function of one tensor. */
export function map(f: (x: Handle) => Handle): UnaryKernel {
  return ([x]) => f(x)
}

/** The kernel of a function of two tensors that TensorFlow.js broadcasts well. */
export function zip({ tf }: Runtime, f: (a: Handle, b: Handle) => Handle): BinaryKernel {
  return ([a, b], _, out) => broadcast(tf, [a, b], out.shape, ([x, y]) => f(x!, y!))
}

/** The kernel of a function of two tensors of one shape, or of which one is a single number. */
export function zipStretched(runtime: Runtime, f: (a: Handle, b: Handle) => Handle): BinaryKernel {
  return ([a, b], _, out) =>
    broadcast(runtime.tf, [a, b], out.shape, ([x, y], shape) =>
      runtime.isWasm && x!.size > 1 && y!.size > 1
        ? f(stretch(runtime, x!, shape), stretch(runtime, y!, shape))
        : f(x!, y!),
    )
}

/** Calls `f` with operands of few axes and gives its result the shape it stands for. */
export function broadcast(
  tf: TensorFlow,
  operands: readonly Handle[],
  shape: Shape,
  f: (operands: readonly Handle[], shape: readonly number[]) => Handle,
): Handle {
  const [first] = operands
  if (shape.length <= 2 && operands.every((operand) => sameShape(operand.shape, first!.shape)))
    return f(operands, shape)
  const joined = collapse(
    shape,
    operands.map((operand) => operand.shape),
  )
  const y = f(
    operands.map((operand, i) => tf.reshape(operand, joined.operands[i]!)),
    joined.shape,
  )
  return tf.reshape(y, [...shape])
}

/**
 * A tensor repeated to a shape. `tf.tile` of the wasm backend copies an element at a time; its multiplication broadcasts
 * two hundred times faster, and by 1 it is exact.
 */
export function stretch({ tf, isWasm }: Runtime, x: Handle, shape: readonly number[]): Handle {
  if (sameShape(x.shape, shape)) return x
  if (!isWasm || x.dtype === "int32") return tf.broadcastTo(x, [...shape])
  const ones = tf.ones([...shape])
  if (x.dtype === "bool") return tf.cast(tf.mul(tf.cast(x, "float32"), ones), "bool") // 0 and 1, which that cast keeps
  return tf.mul(x, ones)
}
