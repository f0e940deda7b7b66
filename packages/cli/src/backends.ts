import { createRequire } from "node:module"
import { js } from "@gradual/backend-js"
import type { OnnxRuntime } from "@gradual/backend-ort"
import type { TensorFlow } from "@gradual/backend-tfjs"
import { wasm } from "@gradual/backend-wasm"
import type { KnownFailures } from "@gradual/conformance"
import type { Backend } from "@gradual/core"
import { shown, usage } from "./errors.ts"
import type { Io } from "./io.ts"
import { backendFrom } from "./module.ts"
import { optional } from "./optional.ts"
import { hint } from "./suggest.ts"

/** A backend of which only the seam is known. */
export type AnyBackend = Backend<unknown>

/** A backend that comes with the command. The runtime below it may not: it is the caller's. */
interface Listed {
  readonly open: (io: Io) => AnyBackend | Promise<AnyBackend>
  /** Its package, where that lists what is known to fail. */
  readonly adapter?: string
}

/** The backends that come with the command, by the names that `--backend` takes. */
export const backends: Readonly<Record<string, Listed>> = Object.freeze({
  js: { open: () => js() as AnyBackend },
  wasm: { open: () => wasm() as AnyBackend },
  "tfjs-cpu": { open: (io) => openTfjs(io, "tfjs-cpu", "cpu"), adapter: "@gradual/backend-tfjs" },
  "tfjs-wasm": { open: (io) => openTfjs(io, "tfjs-wasm", "wasm"), adapter: "@gradual/backend-tfjs" },
  ort: { open: (io) => openOrt(io, "ort", "onnxruntime-web"), adapter: "@gradual/backend-ort" },
  "ort-node": { open: (io) => openOrt(io, "ort-node", "onnxruntime-node"), adapter: "@gradual/backend-ort" },
} satisfies Readonly<Record<string, Listed>>)

async function openTfjs(io: Io, name: string, runtime: "cpu" | "wasm"): Promise<AnyBackend> {
  const tf = await optional<TensorFlow>(io, name, "@tensorflow/tfjs")
  if (runtime === "wasm") await optional(io, name, "@tensorflow/tfjs-backend-wasm")
  tf.enableProdMode() // it would advertise another package on the output
  const started = await tf.setBackend(runtime).catch(() => false)
  if (!started)
    throw usage("--backend", `${name} needs the ${runtime} backend of TensorFlow.js, which does not start`, shown(name))
  const { tfjs } = await import("@gradual/backend-tfjs")
  return tfjs(tf) as AnyBackend
}

async function openOrt(io: Io, name: string, runtime: string): Promise<AnyBackend> {
  const onnxruntime = await optional<OnnxRuntime>(io, name, runtime)
  const { ort } = await import("@gradual/backend-ort")
  return ort(onnxruntime) as AnyBackend
}

/** Makes the backend that `--backend` names: one of {@link backends}, or a module of the caller's. */
export async function openBackend(io: Io, name: string): Promise<AnyBackend> {
  const listed = Object.hasOwn(backends, name) ? backends[name] : undefined
  if (listed !== undefined) return await listed.open(io)
  if (/[\\/]|\.[cm]?[jt]s$/.test(name)) return await backendFrom(io, name)
  throw usage("--backend", "unknown name", shown(name), `${hint(name, Object.keys(backends))}; or give a ./module.js`)
}

/** What a backend of {@link backends} is known to fail. */
export function knownFailuresOf(name: string): KnownFailures | undefined {
  const adapter = Object.hasOwn(backends, name) ? backends[name]?.adapter : undefined
  if (adapter === undefined) return undefined
  return createRequire(import.meta.url)(`${adapter}/known-failures.json`) as KnownFailures
}
