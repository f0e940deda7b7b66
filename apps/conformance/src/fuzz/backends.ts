import type { AnyBackend, Open } from "../environment.ts"
import { nodeOpeners } from "../node/openers.ts"
import { UsageError } from "../options.ts"

/** The backends that run in Node, by the names that the command line has for them. */
export const names: readonly string[] = Object.keys(nodeOpeners).map((name) => (name === "ort-wasm" ? "ort" : name))

/** Opens one of them. */
export async function openBackend(name: string): Promise<AnyBackend> {
  const id = name === "ort" ? "ort-wasm" : name
  if (!Object.hasOwn(nodeOpeners, id))
    throw new UsageError(`--backend must be one of ${names.join(", ")}. Received: ${name}.`)
  const opened = await (nodeOpeners[id] as Open)()
  if ("absent" in opened) throw new UsageError(`--backend cannot be ${name}: ${opened.absent}.`)
  return opened.backend
}
