import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"
import { resolve } from "node:path"
import { js } from "@gradual/backend-js"
import type { OnnxRuntime } from "@gradual/backend-ort"
import type { TensorFlow } from "@gradual/backend-tfjs"
import type { KnownFailures } from "@gradual/conformance"
import type { Backend } from "@gradual/core"
import { shown, usage } from "./errors.ts"
import type { Io } from "./io.ts"
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
  if (/[\\/]|\.[cm]?[jt]s$/.test(name)) return await loadBackend(io, name)
  throw usage("--backend", "unknown name", shown(name), `${hint(name, Object.keys(backends))}; or give a ./module.js`)
}

/** What a backend of {@link backends} is known to fail. */
export function knownFailuresOf(name: string): KnownFailures | undefined {
  const adapter = Object.hasOwn(backends, name) ? backends[name]?.adapter : undefined
  if (adapter === undefined) return undefined
  return createRequire(import.meta.url)(`${adapter}/known-failures.json`) as KnownFailures
}

/** A backend from a file: its default export, or what that makes. */
async function loadBackend(io: Io, path: string): Promise<AnyBackend> {
  const rule = "a module expected whose default export is a backend or makes one"
  try {
    const loaded = (await import(pathToFileURL(resolve(io.cwd, path)).href)) as { readonly default?: unknown }
    const made: unknown = await (typeof loaded.default === "function" ? loaded.default() : loaded.default)
    if (isBackend(made)) return made
  } catch (error) {
    throw usage("--backend", rule, `${shown(path)} (${shown((error as Error).message)})`)
  }
  throw usage("--backend", rule, shown(path))
}

function isBackend(value: unknown): value is AnyBackend {
  if (typeof value !== "object" || value === null) return false
  const candidate = value as Partial<Record<keyof AnyBackend, unknown>>
  const methods = ["compile", "upload", "read", "dispose", "typeOf"] as const
  return candidate.specVersion === 1 && methods.every((method) => typeof candidate[method] === "function")
}
