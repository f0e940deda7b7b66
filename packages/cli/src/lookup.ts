import { catalogue, type Listed, type OperatorName } from "@gradual/operators"
import { shown, usage } from "./errors.ts"
import { hint } from "./suggest.ts"

const names = Object.keys(catalogue) as readonly OperatorName[]

/** All operators, in the catalogue's order. */
export const operators: readonly Listed[] = names.map((name) => catalogue[name])

/** The operator of that name; throws a usage error that says which there are. */
export function operatorNamed(name: string): Listed {
  if (Object.hasOwn(catalogue, name)) return catalogue[name as OperatorName]
  throw usage("operator", "unknown name", shown(name), hint(name, names))
}
