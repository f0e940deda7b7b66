import { show } from "@gradual/core"
import { type Domain, inDomain, showDomain } from "@gradual/operators"
import { shown, usage } from "../errors.ts"
import { type Numbers, readNested } from "./nested.ts"
import type { FloatDType } from "./values.ts"

const example = "Example: --p 3"
const infinity = /^\+?(inf|infinity|∞)$/i
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/**
 * Parses `--p`: a number, `inf`, or JSON lists of them.
 *
 * @param domain - where the operator is defined.
 * @param dtype - what p is rounded to, since a tiny p may become 0 by it.
 */
export function parseP(text: string | undefined, domain: Domain, dtype: FloatDType): Numbers {
  const rule = `a number in ${showDomain(domain)} expected`
  const reject = (where: string, received: string) => usage(where, rule, received, example)
  const check = (number: number, where: string, received: string): number => {
    const rounded = dtype === "float32" ? Math.fround(number) : number
    if (!inDomain(rounded, domain)) throw reject(where, received)
    if (Number.isFinite(number) && !Number.isFinite(rounded))
      throw usage(where, `a number that fits in ${dtype} expected`, received, "Try --dtype float64")
    return rounded
  }
  if (text === undefined) throw reject("--p", "nothing")
  const scalar = parseNumber(text)
  if (scalar !== undefined) return { shape: [], data: [check(scalar, "--p", shown(text))] }
  const json = text.trim().startsWith("[") ? parseJson(text) : undefined
  if (json === undefined) throw reject("--p", shown(text))
  const numbers = readNested(json, "--p", (entry, where) => {
    if (typeof entry === "string" && infinity.test(entry)) return check(Number.POSITIVE_INFINITY, where, show(entry))
    if (typeof entry !== "number" || !Number.isFinite(entry)) throw reject(where, show(entry))
    return check(entry, where, show(entry))
  })
  if (numbers.data.length === 0) throw usage("--p", "at least one number expected", shown(text), example)
  return numbers
}

/** A number as people write it, or infinity by name; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim()
  if (infinity.test(trimmed)) return Number.POSITIVE_INFINITY
  const number = decimal.test(trimmed) ? Number(trimmed) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
