import type { OnnxRuntime } from "@gradual/backend-ort"
import type { AnyBackend, Opened, Openers } from "../environment.ts"

/** Every environment in Chromium. Nothing of a runtime is loaded before it is opened. */
export const chromiumOpeners: Openers = {
  js: async () => {
    const { js } = await import("@gradual/backend-js")
    return { backend: js() as AnyBackend, engines: {} }
  },
  wasm: async () => {
    const { wasm } = await import("@gradual/backend-wasm")
    return { backend: wasm() as AnyBackend, engines: {} }
  },
  "tfjs-webgl": () => openTfjs("webgl"),
  "tfjs-webgpu": () => openTfjs("webgpu"),
  "ort-wasm": async () => openOrt(await import("onnxruntime-web/wasm"), "wasm"),
  "ort-webgpu": async () => openOrt(await import("onnxruntime-web/webgpu"), "webgpu"),
}

async function openTfjs(name: "webgl" | "webgpu"): Promise<Opened> {
  const [{ tfjs }, tf] = await Promise.all([
    import("@gradual/backend-tfjs"),
    import("@tensorflow/tfjs"),
    import("@tensorflow/tfjs-backend-webgpu"),
  ])
  // else what is small is computed on the CPU, and the GPU goes untested
  tf.env().set("WEBGL_CPU_FORWARD", false)
  tf.env().set("WEBGPU_CPU_FORWARD", false)
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js did not start its ${name} backend: is there a GPU?`)
  const engines = { "@tensorflow/tfjs": tf.version.tfjs }
  const backend = tfjs(tf) as AnyBackend
  if (name === "webgl") {
    const { device, lost } = webgl(tf.backend())
    return { backend, engines: { ...engines, device }, lost }
  }
  const { device } = tf.backend() as unknown as { readonly device: GpuDevice }
  // a shader that does not compile is no exception: what it should have written is whatever was there
  device.addEventListener("uncapturederror", ({ error }) => console.error(error.message.split("\n")[0]))
  return {
    backend,
    engines: { ...engines, device: await webgpu() },
    lost: device.lost.then(({ reason, message }) => `${reason} ${message}`.trim()),
  }
}

async function openOrt(module: OnnxRuntime, provider: "wasm" | "webgpu"): Promise<Opened> {
  const { ort } = await import("@gradual/backend-ort")
  const device = provider === "webgpu" ? { device: await webgpu() } : {}
  return {
    backend: ort(module, { executionProviders: [provider] }) as AnyBackend,
    engines: { "onnxruntime-web": module.env.versions.web ?? "unknown", ...device },
  }
}

/** The parts of the DOM's WebGL that are used here. */
interface WebGl {
  readonly canvas: { addEventListener(type: string, listener: () => void): void }
  getExtension(name: string): { readonly UNMASKED_RENDERER_WEBGL: number } | null
  getParameter(name: number): string
}

/** The device behind the WebGL backend of TensorFlow.js, and when it is gone. */
function webgl(backend: unknown): { readonly device: string; readonly lost: Promise<string> } {
  const { gl } = (backend as { readonly gpgpu: { readonly gl: WebGl } }).gpgpu
  const info = gl.getExtension("WEBGL_debug_renderer_info")
  return {
    device: info === null ? "unknown" : gl.getParameter(info.UNMASKED_RENDERER_WEBGL),
    lost: new Promise((resolve) => {
      gl.canvas.addEventListener("webglcontextlost", () => resolve("the WebGL context is gone"))
    }),
  }
}

/** The parts of the DOM's WebGPU that are used here. */
interface Gpu {
  requestAdapter(): Promise<{ readonly info: { readonly vendor: string; readonly architecture: string } } | null>
}
interface GpuDevice {
  addEventListener(
    type: "uncapturederror",
    listener: (event: { readonly error: { readonly message: string } }) => void,
  ): void
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>
}

/** The device that WebGPU gives. */
async function webgpu(): Promise<string> {
  const { gpu } = (globalThis as unknown as { readonly navigator: { readonly gpu?: Gpu } }).navigator
  const adapter = await gpu?.requestAdapter()
  if (adapter === null || adapter === undefined) throw new Error("this browser has no WebGPU adapter")
  return `${adapter.info.vendor} ${adapter.info.architecture}`
}
