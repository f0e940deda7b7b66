import {
  type Domain,
  inDomain,
  type Listed,
  type Operator,
  type Parameter,
  showDomain,
  withParameters,
} from "@gradual/operators"
import { shown, usage } from "../errors.ts"
import { hint } from "../suggest.ts"
import { parseNumber } from "./p.ts"

/** Collects `--set name=value`, which may be given several times. */
export function collect(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text]
}

/** The operator with its other parameters as `--set` gives them, and else as the catalogue's examples. */
export function withSettings(listed: Listed, settings: readonly string[] = []): Operator {
  return withParameters(listed, parseSettings([listed], settings))
}

/** What `--set` gives: numbers of parameters that some of the operators have. */
export function parseSettings(
  operators: readonly Listed[],
  settings: readonly string[] = [],
): Readonly<Record<string, number>> {
  const names = operators.map(({ name }) => name).join(", ")
  const owners = (parameter: string) =>
    operators.flatMap(({ parameters = {} }) => (Object.hasOwn(parameters, parameter) ? [parameters[parameter]] : []))
  const known = [...new Set(operators.flatMap(({ parameters = {} }) => Object.keys(parameters)))]
  const parse = (setting: string): readonly [string, number] => {
    const [parameter = "", text = ""] = setting.split("=", 2)
    const domains = owners(parameter).map((each) => (each as Parameter).domain)
    if (domains.length === 0)
      throw usage(
        "--set",
        known.length === 0
          ? `${names} ${operators.length === 1 ? "has" : "have"} no parameter besides p`
          : `a parameter of ${names} expected`,
        shown(setting),
        known.length === 0 ? undefined : hint(parameter, known),
      )
    const number = parseNumber(text)
    const broken = domains.find((domain) => number === undefined || !inDomain(number, domain))
    if (number === undefined || broken !== undefined)
      throw usage("--set", `${parameter}=<a number in ${showDomain(broken as Domain)}> expected`, shown(setting))
    return [parameter, number]
  }
  return Object.fromEntries(settings.map(parse))
}
