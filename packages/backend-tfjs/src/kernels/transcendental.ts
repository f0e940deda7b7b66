import type { TranscendentalKernels } from "@gradual/core"
import { map, select, zip, zipStretched } from "../elementwise.ts"
import { mapOnHost, zipOnHost } from "../host.ts"
import { erf } from "../math/erf.ts"
import * as shaders from "../math/shaders.ts"
import type { Family, Handle, Runtime } from "../runtime.ts"

type Kernels = TranscendentalKernels<Handle>

export const transcendental: Family<Kernels> = (runtime) => {
  const { isWasm, isGpu, onHost } = runtime
  if (isGpu) return { ...native(runtime), ...onGpu(runtime) }
  if (isWasm) return { ...native(runtime), ...onWasm(runtime) }
  return onHost ? { ...native(runtime), ...onCpu(runtime) } : native(runtime)
}

const native: Family<Kernels> = (runtime) => {
  const { tf } = runtime
  return {
    exp: map(runtime, tf.exp),
    expm1: map(runtime, tf.expm1),
    log: map(runtime, tf.log),
    log1p: map(runtime, tf.log1p),
    sqrt: map(runtime, tf.sqrt),
    sin: map(runtime, tf.sin),
    cos: map(runtime, tf.cos),
    atan: map(runtime, tf.atan),
    tanh: map(runtime, tf.tanh),
    logistic: map(runtime, tf.sigmoid),
    erf: map(runtime, (x) => erf(tf, x)), // its own is right to 10⁻⁷, and not 0 at 0
    pow: zip(runtime, tf.pow),
  }
}

const onWasm: Family<Partial<Kernels>> = (runtime) => {
  const { tf } = runtime
  return {
    erf: map(runtime, tf.erf),
    log1p: mapOnHost(runtime, Math.log1p), // it is log(1 + x) there
    sin: mapOnHost(runtime, Math.sin), // no range reduction: thousands of ulp
    cos: mapOnHost(runtime, Math.cos),
    logistic: map(runtime, (x) => logistic(runtime, x)), // loses its lower tail
    pow: zipStretched(runtime, tf.pow),
  }
}

const onCpu: Family<Partial<Kernels>> = (runtime) => ({
  // JavaScript's power is NaN where IEEE's is 1: 1 to a NaN or infinite power, and (−1)^±∞
  pow: zipOnHost(runtime, (out, x, e, n, o, i, p, j, q) => {
    for (let k = 0; k < n; k++, i += p, j += q) {
      const isUnit = x[i] === 1 || (x[i] === -1 && Math.abs(e[j]!) === Number.POSITIVE_INFINITY)
      out[o + k] = isUnit ? 1 : x[i]! ** e[j]!
    }
  }),
})

const onGpu: Family<Partial<Kernels>> = (runtime) => {
  const { tf } = runtime
  return {
    expm1: map(runtime, (x) => shaders.expm1(tf, x)),
    log: map(runtime, (x) => shaders.log(tf, x)),
    log1p: map(runtime, (x) => shaders.log1p(tf, x)),
    tanh: map(runtime, (x) => shaders.tanh(tf, x)),
    logistic: map(runtime, (x) => logistic(runtime, x)), // loses most of its digits
    pow: zip(runtime, (x, p) => shaders.pow(tf, x, p)),
  }
}

/** σ(x) from e^(−|x|), which cannot overflow. */
function logistic({ tf }: Runtime, x: Handle): Handle {
  const small = tf.exp(tf.neg(tf.abs(x)))
  return tf.div(select(tf, tf.less(x, tf.scalar(0)), small, tf.onesLike(small)), tf.add(1, small))
}
