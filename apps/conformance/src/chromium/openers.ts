import type { AnyBackend, Opened, Openers } from "../environment.ts"

/** Every environment in Chromium. Nothing of a runtime is loaded before it is opened. */
export const chromiumOpeners: Openers = {
  js: async () => {
    const { js } = await import("@gradual/backend-js")
    return { backend: js() as AnyBackend, engines: {} }
  },
  "tfjs-webgl": () => openTfjs("webgl"),
  "tfjs-webgpu": () => openTfjs("webgpu"),
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
  const device = await (name === "webgl" ? webglDevice(tf.backend()) : webgpuDevice(tf.backend()))
  return {
    backend: tfjs(tf) as AnyBackend,
    engines: { "@tensorflow/tfjs": tf.version.tfjs, device: device.name },
    lost: device.lost,
  }
}

interface Device {
  readonly name: string
  readonly lost: Promise<string>
}

/** The parts of the DOM's WebGL that are used here. */
interface WebGl {
  readonly canvas: { addEventListener(type: string, listener: () => void): void }
  getExtension(name: string): { readonly UNMASKED_RENDERER_WEBGL: number } | null
  getParameter(name: number): string
}

function webglDevice(backend: unknown): Device {
  const { gl } = (backend as { readonly gpgpu: { readonly gl: WebGl } }).gpgpu
  const info = gl.getExtension("WEBGL_debug_renderer_info")
  return {
    name: info === null ? "unknown" : gl.getParameter(info.UNMASKED_RENDERER_WEBGL),
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
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>
}

async function webgpuDevice(backend: unknown): Promise<Device> {
  const { gpu } = (globalThis as unknown as { readonly navigator: { readonly gpu: Gpu } }).navigator
  const { device } = backend as { readonly device: GpuDevice }
  const info = (await gpu.requestAdapter())?.info
  return {
    name: `${info?.vendor} ${info?.architecture}`,
    lost: device.lost.then(({ reason, message }) => `${reason} ${message}`.trim()),
  }
}
