import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The root of the checkout. */
export const root: string = fileURLToPath(new URL("../../..", import.meta.url))

/** Reads a file of the checkout; empty where there is none. */
export function read(path: string): string {
  const file = join(root, path)
  return existsSync(file) ? readFileSync(file, "utf8") : ""
}

/** Writes a file of the checkout. */
export function write(path: string, text: string): void {
  writeFileSync(join(root, path), text)
}
