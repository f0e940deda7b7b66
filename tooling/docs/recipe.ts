import ts from "typescript"
import { type Block, blocksOf, fragmentOf, type Fragment, notRun } from "./documents.ts"
import { moduleOf, moduleText, type Overlay, textAt } from "./overlay.ts"

/** A section of a document that is followed: what it writes, and what it then runs. */
export interface Recipe {
  readonly fragments: readonly Fragment[]
  readonly steps: readonly Block[]
}

/** The recipe under a heading. */
export function recipe(path: string, text: string, section: string): Recipe {
  const blocks = blocksOf(path, text).filter((block) => block.section === section)
  if (blocks.length === 0) throw new Error(`${path} has no code under "${section}"`)
  return {
    fragments: blocks.flatMap((block) => fragmentOf(block) ?? []),
    steps: blocks.filter(
      (block) => block.language === "ts" && fragmentOf(block) === undefined && notRun(block) === undefined,
    ),
  }
}

/** The repository as it is after a recipe, with its steps as modules. */
export function follow({ fragments, steps }: Recipe): Map<string, string> {
  const overlay = new Map<string, string>()
  for (const fragment of fragments) overlay.set(fragment.path, written(fragment, textAt(overlay, fragment.path)))
  for (const step of steps) overlay.set(moduleOf(step), moduleText(step))
  return overlay
}

/** The overlay without the fragments for one file. */
export function without({ fragments, steps }: Recipe, path: string): Overlay {
  const kept = fragments.filter((fragment) => fragment.path !== path)
  if (kept.length === fragments.length) throw new Error(`the recipe writes nothing to ${path}`)
  return follow({ fragments: kept, steps })
}

function written({ path, within, code }: Fragment, before: string | undefined): string {
  if (within === undefined) {
    // imports belong to the top
    const isImport = (line: string): boolean => line.startsWith("import ")
    const lines = code.split("\n")
    const [imports, rest] = [lines.filter(isImport), lines.filter((line) => !isImport(line))]
    return [...imports, before ?? "", ...rest, ""].join("\n")
  }
  if (before === undefined) throw new Error(`${path} is not there`)
  return insert(path, before, within.name, within.inType, code)
}

/** Adds entries to the object (or object type) that a name is declared with. */
export function insert(path: string, text: string, name: string, inType: boolean, entries: string): string {
  if (path.endsWith(".py")) {
    const line = new RegExp(`^${name} = \\($`, "m").exec(text)
    if (line === null) throw new Error(`${path} has no line "${name} = ("`)
    const at = line.index + line[0].length
    return `${text.slice(0, at)}\n${entries}${text.slice(at)}`
  }
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  let found: ts.Node | undefined
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText(file) === name)
      found = inType ? node.type : objectOf(node.initializer)
    ts.forEachChild(node, visit)
  }
  visit(file)
  if (found === undefined) throw new Error(`${path} has no ${inType ? "type of " : ""}${name} to add to`)
  const body = text.slice(0, found.getEnd() - 1).trimEnd()
  const separator = inType || body.endsWith(",") || body.endsWith("{") ? "" : ","
  return `${body}${separator}\n${entries}\n${text.slice(found.getEnd() - 1)}`
}

function objectOf(node: ts.Expression | undefined): ts.Node | undefined {
  if (node === undefined) return undefined
  return ts.isCallExpression(node) ? objectOf(node.arguments[0]) : ts.isObjectLiteralExpression(node) ? node : undefined
}
