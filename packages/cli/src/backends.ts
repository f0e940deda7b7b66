import { pathToFileURL } from "node:url"
import { resolve } from "node:path"
import { js } from "@gradual/backend-js"
import type { Backend } from "@gradual/core"
import { shown, usage } from "./errors.ts"
import type { Io } from "./io.ts"
import { hint } from "./suggest.ts"

/** A backend of which only the seam is known. */
export type AnyBackend = Backend<unknown>
type MakeBackend = () => AnyBackend | Promise<AnyBackend>

/** The backends that come with the command, by the names that `--backend` takes. */
export const backends: Readonly<Record<string, MakeBackend>> = Object.freeze({
  js: () => js() as AnyBackend,
})

/** Makes the backend that `--backend` names: one of {@link backends}, or a module of the caller's. */
export async function openBackend(io: Io, name: string): Promise<AnyBackend> {
  const make = Object.hasOwn(backends, name) ? backends[name] : undefined
  if (make !== undefined) return await make()
  if (/[\\/]|\.[cm]?[jt]s$/.test(name)) return await loadBackend(io, name)
  throw usage("--backend", "unknown name", shown(name), `${hint(name, Object.keys(backends))}; or give a ./module.js`)
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
