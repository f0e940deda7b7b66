import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { shown, usage } from "./errors.ts"
import type { Io } from "./io.ts"

/**
 * A package that does not come with the command: from beside it, or from the folder where it was called.
 *
 * @param backend - the name of the backend that needs it.
 */
export async function optional<T>(io: Io, backend: string, name: string): Promise<T> {
  for (const base of [import.meta.url, pathToFileURL(join(io.cwd, "package.json")).href]) {
    const path = resolved(base, name)
    if (path === undefined) continue
    try {
      return (await import(pathToFileURL(path).href)) as T
    } catch (error) {
      throw usage("--backend", `${backend} needs ${name}, which does not load`, shown((error as Error).message))
    }
  }
  throw usage("--backend", `${backend} needs ${name}, which is not installed`, backend, `Use: npm install ${name}`)
}

function resolved(base: string, name: string): string | undefined {
  try {
    return createRequire(base).resolve(name)
  } catch {
    return undefined
  }
}
