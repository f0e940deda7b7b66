import { fail, show } from "@gradual/core"
import type * as common from "onnxruntime-common"

/** A tensor of ONNX Runtime: the handle of this backend. */
export type Handle = common.Tensor

/** What is used of ONNX Runtime, as `import * as ort from "onnxruntime-web"` (or `-node`) gives it: the user's own. */
export type OnnxRuntime = Pick<typeof common, "Tensor" | "InferenceSession" | "env">

/** How ONNX Runtime is used. */
export interface OrtOptions {
  /** ONNX Runtime's execution providers. Default its own on the CPU: `wasm`, and `cpu` in Node. */
  readonly executionProviders?: readonly common.InferenceSession.ExecutionProviderConfig[]
  /** The backend's name. Default `ort-wasm`, `ort-node` or `ort-webgpu`, by module and provider. */
  readonly name?: string
  /** More options of ONNX Runtime's sessions. */
  readonly sessionOptions?: common.InferenceSession.SessionOptions
  /**
   * Whether the runtime has float64. Default: unless on WebGPU. `false` is for builds without it, such as that of
   * `onnxruntime-web/webgpu`, used on `wasm`.
   */
  readonly float64?: boolean
}

/** ONNX Runtime made ready: what programs are compiled for. */
export interface Runtime {
  readonly ort: OnnxRuntime
  readonly name: string
  /** Whether programs run as shaders: no float64, no subnormals, no promises about NaN, loose elementary functions. */
  readonly isGpu: boolean
  readonly hasFloat64: boolean
  readonly sessionOptions: common.InferenceSession.SessionOptions
  /** Does something when nothing else is being done, where the runtime can do one thing at a time. */
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>
}

/** ONNX Runtime as the options have it. */
export function runtimeOf(ort: OnnxRuntime, options: OrtOptions): Runtime {
  if (typeof ort?.InferenceSession?.create !== "function" || typeof ort.Tensor !== "function")
    throw fail(
      "INPUT",
      "ort",
      "a module of ONNX Runtime expected",
      show(ort),
      'Give what import * as ort from "onnxruntime-web" gives',
    )
  const isNode = ort.env.versions.node !== undefined
  const { executionProviders = [isNode ? "cpu" : "wasm"], sessionOptions = {} } = options
  const isGpu = executionProviders.some((one) => (typeof one === "string" ? one : one.name) === "webgpu")
  return {
    ort,
    name: options.name ?? (isGpu ? "ort-webgpu" : isNode ? "ort-node" : "ort-wasm"),
    isGpu,
    hasFloat64: options.float64 ?? !isGpu,
    sessionOptions: { ...sessionOptions, executionProviders },
    inTurn: isGpu ? turnsOf(ort) : (task) => task(),
  }
}

const queues = new WeakMap<OnnxRuntime, Runtime["inTurn"]>()

/** One thing at a time per module: on WebGPU two at once hang it for good. */
function turnsOf(ort: OnnxRuntime): Runtime["inTurn"] {
  const known = queues.get(ort)
  if (known !== undefined) return known
  let last: Promise<unknown> = Promise.resolve()
  const inTurn: Runtime["inTurn"] = (task) => {
    const mine = last.then(task)
    last = mine.catch(() => undefined) // its failure is its caller's
    return mine
  }
  queues.set(ort, inTurn)
  return inTurn
}
