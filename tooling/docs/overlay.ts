import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { type Block, read, root } from "./documents.ts"

/** Texts that stand for files, by their paths from the root: the repository as it would be with them. */
export type Overlay = ReadonlyMap<string, string>

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

/** Where each entry of our packages has its source (`@gradual/source`), from the root. */
export function entries(): Map<string, string> {
  const found = new Map<string, string>()
  for (const folder of readdirSync(join(root, "packages"))) {
    if (!existsSync(join(root, "packages", folder, "package.json"))) continue
    const { name, exports } = JSON.parse(read(`packages/${folder}/package.json`)) as Manifest
    for (const [entry, target] of Object.entries(exports))
      if (typeof target !== "string" && target["@gradual/source"] !== undefined)
        found.set(name + entry.slice(1), join("packages", folder, target["@gradual/source"]).replaceAll("\\", "/"))
  }
  return found
}

/** The path under which a block is checked and run: beside its document, which is not changed. */
export function moduleOf({ path, line }: Block): string {
  return `${path}.L${line}.ts`
}

/** The document of such a path; any other path as it is. */
export function documentOf(module: string): string {
  return module.replace(/\.L\d+\.ts$/, "")
}

/** A block as a module in which every line has the number that it has in its document. */
export function moduleText({ line, code }: Block): string {
  return `${"\n".repeat(line - 1)}${code}\nexport {}\n`
}

/** A path of the repository and the text that is there, with the overlay. */
export function textAt(overlay: Overlay, path: string): string | undefined {
  const file = join(root, path)
  return overlay.get(path) ?? (existsSync(file) ? readFileSync(file, "utf8") : undefined)
}
