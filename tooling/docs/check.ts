import { dirname, join, relative } from "node:path"
import ts from "typescript"
import { root } from "./documents.ts"
import { documentOf, entries, type Overlay } from "./overlay.ts"

const parsed = new Map<string, { readonly text: string; readonly file: ts.SourceFile }>()

/** The compiler's settings: those of every package, on sources. */
function settings(): ts.CompilerOptions {
  const base = join(root, "tooling/tsconfig/base.json")
  const { config } = ts.readConfigFile(base, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const paths = Object.fromEntries([...entries()].map(([name, source]) => [name, [join(root, source)]]))
  return {
    ...options,
    composite: false,
    declarationMap: false,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    customConditions: ["@gradual/source"],
    paths,
  }
}

/**
 * What the compiler says, as "path:line: message", of modules of the repository and all that they import, or only of some of
 * those. Generated cases are left out: `pnpm types` checks them. An example may leave a variable unused, not an import.
 */
export function typeErrors(modules: readonly string[], overlay: Overlay, only?: readonly string[]): string[] {
  const options = settings()
  const host = ts.createCompilerHost(options)
  const here = (file: string): string => relative(root, file).replaceAll("\\", "/")
  const readFile = (file: string): string | undefined => overlay.get(here(file)) ?? ts.sys.readFile(file)
  const folders = new Set([...overlay.keys()].map((path) => dirname(path)))
  host.readFile = readFile
  host.fileExists = (file) => overlay.has(here(file)) || ts.sys.fileExists(file)
  host.directoryExists = (folder) => folders.has(here(folder)) || ts.sys.directoryExists(folder)
  host.getSourceFile = (name, languageVersion) => {
    const text = readFile(name)
    if (text === undefined) return undefined
    const known = parsed.get(name)
    if (known?.text === text) return known.file
    const file = ts.createSourceFile(name, text, languageVersion, true)
    parsed.set(name, { text, file })
    return file
  }
  const program = ts.createProgram(
    modules.map((module) => join(root, module)),
    options,
    host,
  )
  const isAsked = (path: string): boolean =>
    only?.includes(path) ??
    (!path.includes("node_modules/") && (overlay.has(path) || !path.includes("/cases/generated/")))
  const found = program
    .getSourceFiles()
    .filter((file) => isAsked(here(file.fileName)))
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
      ...program.getDeclarationDiagnostics(file),
    ])
  return [...program.getOptionsDiagnostics(), ...found].flatMap(({ code, file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, "\n")
    if (file === undefined || start === undefined) return [message]
    const line = file.getLineAndCharacterOfPosition(start).line
    const isUnused = code === 6133 || code === 6198
    if (isUnused && !/^\s*import\b/.test(file.text.split("\n")[line] as string)) return []
    return [`${documentOf(here(file.fileName))}:${line + 1}: ${message}`]
  })
}
