import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { Backend } from "@gradual/core"
import { shown, usage } from "./errors.ts"
import type { Io } from "./io.ts"

/** Characters of a module's own complaint that are shown. */
const most = 200

/** A backend from a file of the caller's: its default export, or what that makes. */
export async function backendFrom(io: Io, path: string): Promise<Backend<unknown>> {
  const refused = (why: string, fix?: string) =>
    usage(
      "--backend",
      "a module expected whose default export is a backend or makes one",
      `${shown(path)} (${why})`,
      fix,
    )
  const file = resolve(io.cwd, path)
  if (!existsSync(file)) throw refused("no such file")
  let exported: unknown
  try {
    exported = ((await import(pathToFileURL(file).href)) as { readonly default?: unknown }).default
  } catch (error) {
    if (error instanceof SyntaxError)
      throw refused(`a syntax error: ${said(error)}`, `To see where: node --check ${shown(path)}`)
    throw refused(`fails as it is imported: ${said(error)}`)
  }
  if (exported === undefined) throw refused("no default export")
  let made: unknown
  try {
    made = await (typeof exported === "function" ? exported() : exported)
  } catch (error) {
    throw refused(`its default export throws: ${said(error)}`)
  }
  const fault = faultOf(made)
  if (fault !== undefined) throw refused(`no backend: ${fault}`)
  return made as Backend<unknown>
}

/** What was thrown, in its own words. */
function said(error: unknown): string {
  return shown(error instanceof Error ? error.message : String(error), most)
}

/** What keeps a value from being a backend, as far as can be seen. */
function faultOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return `${value === null ? "null" : typeof value}, not an object`
  const { specVersion, name, capabilities, fused, ...rest } = members(value)
  if (specVersion !== 1) return `its specVersion is ${shown(String(specVersion))}, not 1`
  if (typeof name !== "string") return "its name is no text"
  if (!Array.isArray((capabilities as { dtypes?: unknown } | null | undefined)?.dtypes))
    return "its capabilities have no list of dtypes"
  if (!(fused instanceof Set)) return "its fused is no Set"
  const missing = Object.entries(rest).flatMap(([method, given]) => (typeof given === "function" ? [] : [method]))
  return missing.length === 0 ? undefined : `without ${missing.join(", ")}`
}

/** All members of a backend, own or inherited. */
function members(value: object): Readonly<Record<keyof Backend<unknown>, unknown>> {
  const { specVersion, name, capabilities, fused, compile, upload, read, dispose, typeOf } = value as Partial<
    Record<keyof Backend<unknown>, unknown>
  >
  return { specVersion, name, capabilities, fused, compile, upload, read, dispose, typeOf }
}
