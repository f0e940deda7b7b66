import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Reads a file of the repository, by its path from the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8")
}

/** Tells whether the repository has this path. */
export function exists(path: string): boolean {
  return existsSync(join(root, path))
}

/** The names of the public packages, which are the folders of `packages`. */
export function packages(): string[] {
  return readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && exists(`packages/${entry.name}/package.json`))
    .map((entry) => entry.name)
}

/** The hand-written TypeScript files below a folder, by their paths from the root. */
export function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !path.includes("/cases/generated/"))
    .sort()
}

/** What the text of one module does that the structure of the repository has rules about. */
export interface Facts {
  /** Paths of the modules that this one loads when it runs; imports of types alone are erased and do not count. */
  readonly imports: readonly string[]
  /** What this module imports from packages, as written, types included. */
  readonly packages: readonly string[]
  /** Uses of `any`, `eval` and `Function` as "line: text". */
  readonly escapes: readonly string[]
}

/** Parses a module; `path` is from the root, and so are the paths in the answer. */
export function facts(path: string, text: string): Facts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: string[] = []
  const packages: string[] = []
  const escapes: string[] = []

  function mention(specifier: ts.Node | undefined, erased: boolean): void {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    if (!specifier.text.startsWith(".")) packages.push(specifier.text)
    else if (!erased) imports.push(relative(".", join(dirname(path), specifier.text)).replaceAll("\\", "/"))
  }

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node))
      mention(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node)) mention(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) mention(node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      mention(node.arguments[0], false)

    const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.getText(file) : ""
    if (node.kind === ts.SyntaxKind.AnyKeyword || /^(globalThis\.)?(eval|Function)$/.test(called)) {
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line
      escapes.push(`${line + 1}: ${text.split("\n")[line]?.trim()}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { imports, packages, escapes }
}

/** The first circle found in a graph of names, as the names along it with the first repeated last; undefined where none is. */
export function circle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>()
  const path: string[] = []

  function walk(name: string): string[] | undefined {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    if (done.has(name)) return undefined
    path.push(name)
    for (const next of graph.get(name) ?? []) {
      const found = walk(next)
      if (found !== undefined) return found
    }
    path.pop()
    done.add(name)
    return undefined
  }

  for (const name of graph.keys()) {
    const found = walk(name)
    if (found !== undefined) return found
  }
  return undefined
}
