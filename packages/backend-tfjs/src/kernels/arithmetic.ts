import type { ArithmeticKernels } from "@gradual/core"
import { map, select, zip, zipStretched } from "../elementwise.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"

export const arithmetic: Family<ArithmeticKernels<Handle>> = (runtime) => {
  const { tf } = runtime
  const multiplyFloats = zip(runtime, tf.mul)
  const multiplyIntegers = zip(runtime, (a, b) => wrappedProduct(runtime, a, b))
  return {
    add: zip(runtime, tf.add),
    sub: zip(runtime, tf.sub),
    mul: (args, params, out) => (out.dtype === "int32" ? multiplyIntegers : multiplyFloats)(args, params, out),
    div: zip(runtime, (a, b) => quotient(runtime, a, b)),
    maximum: zipStretched(runtime, (a, b) => extreme(runtime, a, b, tf.maximum, tf.greater)),
    minimum: zipStretched(runtime, (a, b) => extreme(runtime, a, b, tf.minimum, tf.less)),
    neg: map(tf.neg),
    abs: map(tf.abs),
    sign: map((x) => (x.dtype === "int32" ? tf.sign(x) : signOf(runtime, x))),
    floor: map(tf.floor),
    ceil: map(tf.ceil),
    round: map(tf.round),
  }
}

/**
 * The product of integers modulo 2³². The cpu backend multiplies in float64, which drops low bits above 2⁵³: one factor is
 * split into halves of 16 bits.
 */
export function wrappedProduct({ tf, name }: Runtime, a: Handle, b: Handle): Handle {
  if (name !== "cpu") return tf.mul(a, b)
  const half = tf.scalar(2 ** 16, "int32")
  const high = tf.floorDiv(b, half)
  const low = tf.sub(b, tf.mul(high, half))
  return tf.add(tf.mul(tf.mul(a, high), half), tf.mul(a, low))
}

/** WebGL's division answers 1 wherever both are equal: also for 0/0 and ∞/∞. */
function quotient({ tf, name }: Runtime, a: Handle, b: Handle): Handle {
  const q = tf.div(a, b)
  if (name !== "webgl") return q
  const isUndefined = tf.logicalAnd(
    tf.equal(a, b),
    tf.logicalOr(tf.equal(b, 0), tf.equal(tf.abs(b), Number.POSITIVE_INFINITY)),
  )
  return tf.where(isUndefined, Number.NaN, q)
}

type TwoOperands = (a: Handle, b: Handle) => Handle

/** The wasm backend's maximum returns the first operand where the second is NaN; comparing and selecting is faster, too. */
function extreme({ tf, isWasm }: Runtime, a: Handle, b: Handle, native: TwoOperands, wins: TwoOperands): Handle {
  if (!isWasm || a.dtype !== "float32") return native(a, b)
  const [x, y] = a.size === b.size ? [a, b] : [tf.mul(a, tf.onesLike(b)), tf.mul(b, tf.onesLike(a))]
  // where y is NaN, x does not win
  return select(tf, tf.isNaN(x), x, select(tf, wins(x, y), x, y))
}

/**
 * x pushed far out and held to [−1, 1], so that 0 and −0 stay: TensorFlow.js takes sign(NaN) as 0, and wasm that of
 * subnormals. NaN is kept apart, wasm's clip makes it −1.
 */
function signOf({ tf }: Runtime, x: Handle): Handle {
  const far = tf.scalar(2 ** 127)
  return select(tf, tf.isNaN(x), x, tf.clipByValue(tf.mul(tf.mul(x, far), far), -1, 1))
}
