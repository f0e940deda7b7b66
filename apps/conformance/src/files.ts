import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { emptySupport, type Support } from "./support/support.ts"

/** The root of the checkout. */
export const root: string = fileURLToPath(new URL("../../..", import.meta.url))

/** What is recorded, by its path from the root. */
export const supportPath = "apps/conformance/support.json"

/** Reads a file of the checkout; empty where there is none. */
export function read(path: string): string {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, "utf8") : ""
}

/** Writes a file of the checkout; whether that changed it. */
export function write(path: string, text: string): boolean {
  if (read(path) === text) return false
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  return true
}

/** What is recorded. */
export function readSupport(): Support {
  const text = read(supportPath)
  return text === "" ? emptySupport : (JSON.parse(text) as Support)
}
