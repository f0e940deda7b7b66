import type { Capabilities, NDArray, SyncBackend } from "@gradual/core"
import { executable } from "./executable.ts"
import { fusedOf } from "./fused.ts"
import { type Handle, runtimeOf, type TensorFlow } from "./runtime.ts"
import { download, dtypes, typeOf, upload } from "./transfer.ts"

/**
 * Gradual on TensorFlow.js: takes and returns `tf.Tensor`, and runs on whatever tf backend is set when it runs.
 *
 * @remarks
 * dtypes bool, int32 and float32: operators, which ask for float64 inside, compute in float32. Frees what it makes, except
 * the results, which are yours to dispose of (or a `tf.tidy`'s around the call). Running is synchronous; on WebGPU, where
 * reading is not, `read` returns a promise.
 *
 * @param tf - your TensorFlow.js, with a backend ready: `await tf.ready()`.
 * @throws GradualError `UNSUPPORTED` when no tf backend is ready; when running, `UNSUPPORTED` for float64 inputs, `DTYPE` for
 * tensors of strings or complex numbers, `DISPOSED` for tensors disposed of, `INDEX` for indices out of range (not on GPUs).
 * @example
 * ```ts
 * // Not run: it needs TensorFlow.js, with which the tests of this package run it.
 * import { compile, mean, valueAndGrad } from "@gradual/core"
 * import { tfjs } from "@gradual/backend-tfjs"
 * import { gradual } from "@gradual/operators"
 * import * as tf from "@tensorflow/tfjs"
 * await tf.ready()
 * const f = compile.sync(tfjs(tf), valueAndGrad((values, p) => mean(gradual(values, p))))
 * const [loss, slope] = f(tf.tensor([0.2, 0.4, 0.6, 0.8]), 3)
 * console.log(loss.dataSync()[0], slope.dataSync())
 * ```
 */
export function tfjs(tf: TensorFlow): SyncBackend<Handle> {
  const fused = new Set(Object.keys(fusedOf(runtimeOf(tf))))
  return {
    specVersion: 1,
    get name() {
      return `tfjs-${runtimeOf(tf).name}`
    },
    get capabilities(): Capabilities {
      const { isGpu } = runtimeOf(tf)
      return {
        dtypes,
        headroom: false, // it has no float64
        sync: true,
        subnormals: isGpu ? "flush" : "keep",
        signedZero: !isGpu,
        nonFinite: isGpu ? "indeterminate" : "ieee",
        accuracy: isGpu ? "wgsl" : "ieee",
      }
    },
    fused,
    compile: (program) => executable(tf, program),
    upload: (value) => upload(tf, value),
    read: (handle) => {
      if (runtimeOf(tf).name !== "webgpu") return download(handle, handle.dataSync())
      // WebGPU cannot be waited for in place: the one member that is not what a SyncBackend's is
      return handle.data().then((values) => download(handle, values)) as unknown as NDArray
    },
    dispose: (handle) => handle.dispose(),
    typeOf: (value) => typeOf(tf, value),
  }
}
