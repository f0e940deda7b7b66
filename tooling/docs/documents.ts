import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { fileURLToPath } from "node:url"

/** The root of the repository, without a slash at the end. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "")

/** A fenced block of code in a document, or in the comment of a public export. */
export interface Block {
  /** The document, from the root. */
  readonly path: string
  /** The line of its first line of code, from 1. */
  readonly line: number
  readonly language: string
  readonly code: string
  /** The heading above it; "" in a comment. */
  readonly section: string
  /** The last words before it: a `text` block after "prints:" is what the block before it prints. */
  readonly lead: string
}

/** A block that says in its first line where it belongs: `// path`, `// path, in name` or `// path, in the type of name`. */
export interface Fragment {
  readonly path: string
  readonly within?: { readonly name: string; readonly inType: boolean }
  /** The rest of the block. */
  readonly code: string
}

/** The documents for people, by their paths from the root. */
export function documents(): string[] {
  const top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]
  const inPackages = ["packages", "apps"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`),
  )
  const inDocs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".md"))
  return [...top, ...inDocs.sort(), ...inPackages.filter((path) => existsSync(join(root, path)))]
}

/** The hand-written sources of all packages, whose comments hold examples. */
export function sources(): string[] {
  return readdirSync(join(root, "packages"))
    .map((name) => `packages/${name}/src`)
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
        (file) => `${folder}/${file.replaceAll("\\", "/")}`,
      ),
    )
    .filter((path) => path.endsWith(".ts") && !path.includes("/cases/generated/"))
    .sort()
}

/** Reads a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8")
}

/** The fenced blocks of a document, or of the comments of a source file. */
export function blocksOf(path: string, text: string): Block[] {
  const isSource = path.endsWith(".ts")
  const blocks: Block[] = []
  let [section, lead] = ["", ""]
  let open: { readonly line: number; readonly language: string; readonly lines: string[] } | undefined
  text.split("\n").forEach((raw, at) => {
    const line = isSource ? (/^\s*\* ?(.*)$/.exec(raw)?.[1] ?? "") : raw
    const fence = /^```(.*)$/.exec(line)
    if (fence !== null && open === undefined) open = { line: at + 2, language: fence[1] as string, lines: [] }
    else if (fence !== null && open !== undefined) {
      blocks.push({ path, line: open.line, language: open.language, code: open.lines.join("\n"), section, lead })
      open = undefined
    } else if (open !== undefined) open.lines.push(line)
    else if (line.startsWith("#")) section = line.replace(/^#+ /, "")
    else if (line.trim() !== "") lead = line.trim()
  })
  if (open !== undefined) throw new Error(`${path}: a block of code is not closed`)
  return blocks
}

/** The file that a block says it belongs to, if it says so. */
export function fragmentOf({ code }: Block): Fragment | undefined {
  const marker = /^(?:\/\/|#) ([\w./-]+\.(?:ts|py))(?:, in (the type of )?(\w+))?\n/.exec(code)
  if (marker === null) return undefined
  const [first, path, ofType, name] = marker as unknown as [string, string, string | undefined, string | undefined]
  const rest = code.slice(first.length)
  return { path, code: rest, ...(name === undefined ? {} : { within: { name, inType: ofType !== undefined } }) }
}

/** Why a block says that it cannot run here: `// Not run: reason.` in its first line. */
export function notRun({ code }: Block): string | undefined {
  return /^\/\/ Not run: (.{10,}\.)\n/.exec(code)?.[1]
}

/** Our own pages on the web: a link to one of them names a file here. */
const home = "https://github.com/gradual-js/gradual/blob/main/"

/** What a document mentions, in links and in code, and is not there: files, and headings of documents. */
export function missing(path: string, text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "")
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) => {
    const target = link as string
    if (target.startsWith(home)) return [target.slice(home.length)]
    if (target.startsWith("#")) return [path + target]
    return /^https?:/.test(target) ? [] : [normalize(join(dirname(path), target))]
  })
  const named = [...prose.matchAll(/`((?:packages|apps|tooling|docs|\.ci)\/[\w./-]+)`/g)].map(
    ([, name]) => name as string,
  )
  return [...links, ...named].filter((each) => {
    const [file, heading] = each.split("#") as [string, string | undefined]
    if (!existsSync(join(root, file))) return true
    return heading !== undefined && !headings(read(file)).includes(heading)
  })
}

/** The names under which a document's headings can be linked to. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  )
}
