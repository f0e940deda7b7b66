import { fail, show } from "@gradual/core"
import { inDomain, type Listed, type Operator, parametersOf, showDomain, withParameters } from "@gradual/operators"

/** Other parameters than p, by name. */
export type Parameters = Readonly<Record<string, number>>

/** An operator with its other parameters set. */
export interface Setting {
  readonly listed: Listed
  readonly operator: Operator
  readonly parameters: Parameters
  /** Its name and its parameters, for a heading. */
  readonly title: string
  readonly call: string
}

/** Operators with their other parameters as given, and else as the catalogue's examples. */
export function settings(op: string, operators: readonly Listed[], given: Parameters = {}): readonly Setting[] {
  if (operators.length === 0) throw fail("VALUE", op, "at least one operator expected", "none")
  const known = operators.flatMap(({ parameters = {} }) => Object.keys(parameters))
  const stray = Object.keys(given).find((name) => !known.includes(name))
  if (stray !== undefined)
    throw fail("VALUE", op, `parameters of ${operators.map(({ name }) => name).join(", ")} expected`, stray)
  return operators.map((listed) => settingOf(op, listed, given))
}

function settingOf(op: string, listed: Listed, given: Parameters): Setting {
  const parameters = parametersOf(listed, given)
  for (const [name, { domain }] of Object.entries(listed.parameters ?? {})) {
    const number = parameters[name] as number
    if (!inDomain(number, domain))
      throw fail("VALUE", op, `${name} of ${listed.name} must lie in ${showDomain(domain)}`, `${name}=${show(number)}`)
  }
  return {
    listed,
    operator: withParameters(listed, parameters),
    parameters,
    title: [listed.name, ...Object.entries(parameters).map(([name, number]) => `${name} = ${number}`)].join(", "),
    call: `${listed.name}(${["v", ...Object.keys(parameters), "p"].join(", ")})`,
  }
}

/** Throws for numbers that cannot be drawn: none at all, or one that is not finite. */
export function checkNumbers(op: string, numbers: Readonly<Record<string, readonly number[]>>): void {
  for (const [name, list] of Object.entries(numbers)) {
    if (list.length === 0) throw fail("VALUE", op, `${name} must not be empty`, `${name}=[]`)
    if (!list.every(Number.isFinite)) throw fail("VALUE", op, `${name} must be finite`, `${name}=${show(list)}`)
  }
}

/** Throws for a p that an operator does not take. */
export function checkSharpness(op: string, operators: readonly Listed[], p: readonly number[]): void {
  for (const { name, domains } of operators)
    for (const each of p)
      if (!inDomain(each, domains.p))
        throw fail("VALUE", op, `p of ${name} must lie in ${showDomain(domains.p)}`, `p=${show(each)}`)
}

/** Throws for a result that cannot be drawn. */
export function checkResults(op: string, { title }: Setting, results: Iterable<number>): void {
  for (const result of results)
    if (!Number.isFinite(result)) throw fail("VALUE", op, `finite results of ${title} expected`, String(result))
}
