import type { TranscendentalKernels } from "@gradual/core"
import { map, zipStretched } from "../elementwise.ts"
import { mapOnHost } from "../host.ts"
import { erf } from "../math/erf.ts"
import * as shaders from "../math/shaders.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"

export const transcendental: Family<TranscendentalKernels<Handle>> = (runtime) => {
  const { tf, isWasm, isGpu } = runtime
  const native = {
    exp: map(tf.exp),
    expm1: map(tf.expm1),
    log: map(tf.log),
    log1p: map(tf.log1p),
    sqrt: map(tf.sqrt),
    sin: map(tf.sin),
    cos: map(tf.cos),
    atan: map(tf.atan),
    tanh: map(tf.tanh),
    logistic: map((x) => logistic(runtime, x)),
    erf: map((x) => (isWasm ? tf.erf(x) : erf(tf, x))), // elsewhere it is right to 10⁻⁷, and not 0 at 0
    pow: zipStretched(runtime, (x, p) => pow(runtime, x, p)),
  }
  if (isGpu)
    return {
      ...native,
      expm1: map((x) => shaders.expm1(tf, x)),
      log: map((x) => shaders.log(tf, x)),
      log1p: map((x) => shaders.log1p(tf, x)),
      tanh: map((x) => shaders.tanh(tf, x)),
      pow: zipStretched(runtime, (x, p) => shaders.pow(tf, x, p)),
    }
  if (isWasm)
    return {
      ...native,
      log1p: mapOnHost(runtime, Math.log1p), // it is log(1 + x) there
      sin: mapOnHost(runtime, Math.sin), // no range reduction: thousands of ulp
      cos: mapOnHost(runtime, Math.cos),
    }
  return native
}

/** σ(x) from e^(−|x|), which cannot overflow; wasm's own loses its lower tail, shaders' most of their digits. */
function logistic({ tf, isWasm, isGpu }: Runtime, x: Handle): Handle {
  if (!isWasm && !isGpu) return tf.sigmoid(x)
  const small = tf.exp(tf.neg(tf.abs(x)))
  return tf.div(tf.where(tf.less(x, 0), small, tf.onesLike(small)), tf.add(1, small))
}

/** JavaScript's power, which cpu has, is NaN where IEEE's is 1: 1 to a NaN or infinite power, and (−1)^±∞. */
function pow({ tf, name }: Runtime, x: Handle, p: Handle): Handle {
  const y = tf.pow(x, p)
  if (name !== "cpu" || (p.dataSync() as Float32Array).every(Number.isFinite)) return y
  const isUnit = tf.logicalOr(
    tf.equal(x, 1),
    tf.logicalAnd(tf.equal(x, -1), tf.equal(tf.abs(p), Number.POSITIVE_INFINITY)),
  )
  return tf.where(isUnit, tf.scalar(1), y)
}
