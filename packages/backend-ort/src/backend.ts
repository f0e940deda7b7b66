import { type Backend, type DType, dtypes } from "@gradual/core"
import { fused } from "@gradual/onnx"
import { executable } from "./executable.ts"
import { type Handle, type OnnxRuntime, type OrtOptions, runtimeOf } from "./runtime.ts"
import { download, typeOf, upload } from "./transfer.ts"

/**
 * Gradual on ONNX Runtime: takes and returns `ort.Tensor`; every program is one session.
 *
 * @remarks
 * dtypes bool, int32, float32 and, except on WebGPU, float64. Operators compute in float32 for arguments in float32. Runs only
 * asynchronously; calls may overlap, and take turns on WebGPU. Sessions are released when their program is disposed of.
 *
 * @param module - your ONNX Runtime: `import * as onnxruntime from "onnxruntime-web"`, or from `onnxruntime-node`. For WebGPU
 * take `onnxruntime-web/webgpu`: the default entry has another implementation, with errors of its own.
 * @throws GradualError `INPUT` for what is no ONNX Runtime; when compiling, `UNSUPPORTED` for a provider that cannot be used
 * here or a dtype that it lacks; when running, `INDEX` for indices out of range (not on WebGPU), `DTYPE` for tensors of other
 * dtypes, `DISPOSED` for tensors disposed of.
 * @example
 * ```ts
 * import { compile, grad, sum, exp } from "@gradual/core"
 * import { ort } from "@gradual/backend-ort"
 * import * as onnxruntime from "onnxruntime-web"
 * const slope = compile(ort(onnxruntime), grad((x) => sum(exp(x))))
 * const y = await slope(new onnxruntime.Tensor("float32", [0, 1], [2]))
 * console.log(y.data) // 1, 2.718
 * ```
 */
export function ort(module: OnnxRuntime, options: OrtOptions = {}): Backend<Handle> {
  const runtime = runtimeOf(module, options)
  const { name, isGpu, hasFloat64 } = runtime
  return {
    specVersion: 1,
    name,
    capabilities: {
      dtypes: dtypes.filter((dtype: DType) => hasFloat64 || dtype !== "float64"),
      headroom: false, // float64 takes twice the time here
      sync: false,
      subnormals: isGpu ? "flush" : "keep",
      signedZero: !isGpu,
      nonFinite: isGpu ? "indeterminate" : "ieee",
      accuracy: isGpu ? "wgsl" : "ieee",
    },
    fused,
    compile: (program) => executable(runtime, program),
    upload: (value) => upload(module, value),
    read: download,
    dispose: (handle) => handle.dispose(),
    typeOf: (value) => typeOf(module, value),
  }
}
