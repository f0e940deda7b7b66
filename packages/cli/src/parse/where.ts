import { choose, hardResults, type Kind, type Law, laws, type Listed } from "@gradual/operators"
import { shown, usage } from "../errors.ts"
import { hint } from "../suggest.ts"

const names = [...Object.keys(laws), ...Object.keys(hardResults)]

/** The operators that meet the conditions of `--where`: laws, with `!` before those that must not hold, and kinds. */
export function operatorsWhere(text: string): readonly Listed[] {
  const conditions: { -readonly [L in Law]?: boolean } & { kind?: Kind } = {}
  for (const term of text.split(",").map((each) => each.trim())) {
    const isNegated = term.startsWith("!")
    const name = term.slice(Number(isNegated)).trim()
    if (Object.hasOwn(hardResults, name) && !isNegated) conditions.kind = name as Kind
    else if (Object.hasOwn(laws, name)) conditions[name as Law] = !isNegated
    else
      throw usage(
        "--where",
        "laws and kinds expected, separated by commas, ! before a law that must not hold",
        shown(term),
        hint(name, names),
      )
  }
  return choose(conditions)
}
