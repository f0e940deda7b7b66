import { type Aval, type NoParams, type Shape, sameShape } from "@gradual/core"
import { repeatOnHost } from "./host.ts"
import type { Handle, Runtime, TensorFlow } from "./runtime.ts"
import { collapse } from "./shapes.ts"

type UnaryKernel = (args: readonly [x: Handle], params: NoParams, out: Aval) => Handle
type BinaryKernel = (args: readonly [a: Handle, b: Handle], params: NoParams, out: Aval) => Handle

/** The kernel of a function of one tensor. */
export function map(f: (x: Handle) => Handle): UnaryKernel {
  return ([x]) => f(x)
}

/** The kernel of a function of two tensors that is fast on operands of one shape: cpu broadcasts an element at a time. */
export function zip(runtime: Runtime, f: (a: Handle, b: Handle) => Handle): BinaryKernel {
  return binary(runtime, f, runtime.onHost && !runtime.isWasm)
}

/** The same, of a function that wasm broadcasts an element at a time, too: all but +, −, ·, /. */
export function zipStretched(runtime: Runtime, f: (a: Handle, b: Handle) => Handle): BinaryKernel {
  return binary(runtime, f, runtime.onHost)
}

function binary(runtime: Runtime, f: (a: Handle, b: Handle) => Handle, stretches: boolean): BinaryKernel {
  const { tf } = runtime
  const fit = (x: Handle, shape: readonly number[]): Handle => {
    if (!stretches) return x
    return x.size === 1 ? tf.reshape(x, []) : stretch(runtime, x, shape) // a number, known by having no axes, is fast
  }
  return ([a, b], _, out) =>
    sameShape(a.shape, b.shape) && a.rank <= fewAxes
      ? f(a, b)
      : broadcast(tf, [a, b], out.shape, ([x, y], shape) => f(fit(x!, shape), fit(y!, shape)))
}

/** Ranks that every runtime has fast kernels for. */
const fewAxes = 4

/** Calls `f` with operands of few axes and gives its result the shape it stands for. */
export function broadcast(
  tf: TensorFlow,
  operands: readonly Handle[],
  shape: Shape,
  f: (operands: readonly Handle[], shape: readonly number[]) => Handle,
): Handle {
  if (shape.length <= fewAxes) return shaped(tf, f(operands, shape), shape)
  const joined = collapse(
    shape,
    operands.map((operand) => operand.shape),
  )
  const narrow = operands.map((operand, i) => tf.reshape(operand, joined.operands[i]!))
  return tf.reshape(f(narrow, joined.shape), [...shape])
}

function shaped(tf: TensorFlow, x: Handle, shape: Shape): Handle {
  return sameShape(x.shape, shape) ? x : tf.reshape(x, [...shape])
}

/**
 * A tensor repeated to a shape. `tf.tile` copies an element at a time on cpu and wasm; wasm's multiplication broadcasts two
 * hundred times faster, and by 1 it is exact.
 */
export function stretch(runtime: Runtime, x: Handle, shape: readonly number[]): Handle {
  const { tf, isWasm, onHost } = runtime
  if (sameShape(x.shape, shape)) return x
  if (isWasm && x.dtype === "float32") return tf.mul(x, tf.ones([...shape]))
  return onHost ? repeatOnHost(runtime, x, shape) : tf.broadcastTo(x, [...shape])
}

/** `tf.where` of three tensors of one shape, without the copies that it makes of them. */
export function select(tf: TensorFlow, condition: Handle, t: Handle, e: Handle): Handle {
  return tf.engine().runKernel("Select", { condition, t, e })
}
