import { inDomain, type Listed, type Operator, showDomain, withParameters } from "@gradual/operators"
import { shown, usage } from "../errors.ts"
import { hint } from "../suggest.ts"
import { parseNumber } from "./p.ts"

/** Collects `--set name=value`, which may be given several times. */
export function collect(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text]
}

/** The operator with its other parameters as `--set` gives them, and else as the catalogue's examples. */
export function withSettings(listed: Listed, settings: readonly string[] = []): Operator {
  const { parameters = {}, name } = listed
  const chosen = new Map(Object.entries(parameters).map(([each, { example }]) => [each, example]))
  const known = [...chosen.keys()]
  for (const setting of settings) {
    const [parameter = "", text = ""] = setting.split("=", 2)
    const domain = Object.hasOwn(parameters, parameter) ? parameters[parameter]?.domain : undefined
    if (domain === undefined)
      throw usage(
        "--set",
        known.length === 0 ? `${name} has no parameter besides p` : `a parameter of ${name} expected`,
        shown(setting),
        known.length === 0 ? undefined : hint(parameter, known),
      )
    const number = parseNumber(text)
    if (number === undefined || !inDomain(number, domain))
      throw usage("--set", `${parameter}=<a number in ${showDomain(domain)}> expected`, shown(setting))
    chosen.set(parameter, number)
  }
  return withParameters(listed.function, [...chosen.values()])
}
