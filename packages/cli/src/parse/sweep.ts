import { type Domain, inDomain, showDomain } from "@gradual/operators"
import { shown, usage } from "../errors.ts"
import { parseNumber } from "./p.ts"

const example = "Examples: --p 1..19, --p 0..5:0.5, --p 1,2,3"
const most = 10_000

/** Parses the sharpnesses of a plot: `a..b`, `a..b:step` or a list `a,b,c`, each within all `domains`. */
export function parseSweep(text: string, domains: readonly Domain[]): readonly number[] {
  const numbers = text.includes("..") ? parseRange(text) : text.split(",").map((part) => finite(part, text))
  for (const number of numbers)
    for (const domain of domains)
      if (!inDomain(number, domain))
        throw usage("--p", `numbers in ${showDomain(domain)} expected`, String(number), example)
  return numbers
}

function parseRange(text: string): readonly number[] {
  const [range = "", step, ...more] = text.split(":")
  const [from, to, ...rest] = range.split("..").map((part) => finite(part, text))
  if (from === undefined || to === undefined || more.length > 0 || rest.length > 0) throw malformed(text)
  const by = step === undefined ? 1 : finite(step, text)
  if (to < from || by <= 0) throw usage("--p", "a range that ascends expected", shown(text), example)
  const count = Math.floor((to - from) / by + 1e-9) + 1
  if (count > most) throw usage("--p", `at most ${most} numbers expected`, `${shown(text)}, which is ${count}`, example)
  return Array.from({ length: count }, (_, i) => from + i * by)
}

function finite(part: string, text: string): number {
  const number = parseNumber(part)
  if (number === undefined || !Number.isFinite(number)) throw malformed(text)
  return number
}

function malformed(text: string) {
  return usage("--p", "a range a..b, a..b:step or a list of finite numbers expected", shown(text), example)
}
