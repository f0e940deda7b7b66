import { inspect } from "node:util"
import ts from "typescript"

/** A call of `console.log` in a block, and what the comment at the end of its line says that it prints. */
export interface Claim {
  /** Counted from the block's first line. */
  readonly line: number
  readonly says: string | undefined
}

/** The calls of `console.log` in a block, in order. */
export function claims(code: string): Claim[] {
  const file = ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest, true)
  const lines = code.split("\n")
  const found: Claim[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(file) === "console.log") {
      const { line, character } = file.getLineAndCharacterOfPosition(node.getEnd())
      found.push({ line, says: /^;?\s*\/\/ (.*)$/.exec((lines[line] as string).slice(character))?.[1] })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Comments at the end of a line that name values which nothing prints, and so nothing checks. */
export function unprinted(code: string): string[] {
  return code.split("\n").filter((line) => /^[^/]*\S.*\/\/ [-[{\d"]/.test(line) && !line.includes("console.log("))
}

/** What is wrong with what a block printed, if anything is. */
export function disagreement(code: string, printed: readonly (readonly unknown[])[]): string | undefined {
  const promised = claims(code)
  if (!promised.some(({ says }) => says !== undefined)) return undefined
  if (promised.length !== printed.length)
    return `${promised.length} calls of console.log ran ${printed.length} times: which printed what cannot be told`
  for (const [i, { line, says }] of promised.entries()) {
    const args = printed[i] as readonly unknown[]
    if (says !== undefined && !agrees(says, args))
      return `line ${line + 1} of the block says ${says}, but prints ${shown(args)}`
  }
  return undefined
}

/** Whether values are those that a comment names, to the digits that it shows. After "value: " a remark may follow. */
export function agrees(says: string, args: readonly unknown[]): boolean {
  const numbers = numbersOf(args)
  if (numbers === undefined) return words(says) === words(shown(args))
  const value = says.replace(/(?<=[\d\])}….∞]|NaN|Infinity): .*$/, "")
  const tokens = value.match(/-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:…|\.\.\.)?|∞|Infinity|NaN)/g) ?? []
  return tokens.length === numbers.length && tokens.every((token, i) => isNear(token, numbers[i] as number))
}

/** All numbers of printed values, in order; undefined where something else was printed. */
function numbersOf(value: unknown): number[] | undefined {
  if (typeof value === "number") return [value]
  if (ArrayBuffer.isView(value)) return [...(value as Float32Array)]
  if (typeof value !== "object" || value === null) return undefined
  // a tensor's values
  const parts = "data" in value && ArrayBuffer.isView(value.data) ? [value.data] : Object.values(value)
  const numbers = parts.map(numbersOf)
  return numbers.includes(undefined) ? undefined : (numbers as number[][]).flat()
}

function isNear(token: string, actual: number): boolean {
  const written = token.replace(/…|\.\.\./, "").replace("∞", "Infinity")
  const expected = Number(written)
  if (!Number.isFinite(expected)) return Object.is(expected, actual)
  const [, fraction = "", exponent = "0"] = /^-?\d+(?:\.(\d+))?(?:e(.*))?$/.exec(written) ?? []
  if (fraction === "" && exponent === "0") return actual === expected
  const unit = 10 ** (Number(exponent) - fraction.length)
  const isCut = written !== token.replace("∞", "Infinity")
  const error = (actual - expected) * (token.startsWith("-") ? -1 : 1)
  return isCut ? error >= -1e-6 * unit && error < unit : Math.abs(error) <= unit * 0.500001
}

function shown(args: readonly unknown[]): string {
  return args.map((arg) => (typeof arg === "string" ? arg : inspect(arg, { depth: 9 }))).join(" ")
}

/** Text without the quotes and spaces in which writers differ. */
function words(text: string): string {
  return text.replaceAll(/["'`\s]+/g, " ").trim()
}
