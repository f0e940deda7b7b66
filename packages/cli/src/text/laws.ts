import { type Law, type Listed, laws } from "@gradual/operators"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { table, wrap } from "./table.ts"

const names = Object.keys(laws) as Law[]

/** Which of some operators keep which laws: a row each, the laws by number, and what the numbers mean. */
export function lawTable(io: Io, operators: readonly Listed[], columns: number = widthOf(io.stdout)): string[] {
  const colors = colorsFor(io.stdout, io.env)
  const mark = ({ laws: claims }: Listed, law: Law) => (claims[law].holds ? colors.green("✓") : colors.red("✗"))
  const header = ["", "", ...names.map((_, i) => String(i + 1))]
  const rows = operators.map((each) => [each.name, each.kind, ...names.map((law) => mark(each, law))])
  const legend = names.flatMap((law, i) =>
    wrap(laws[law], columns, `${String(i + 1).padStart(2)} ${law.padEnd(24)}`, " ".repeat(27)),
  )
  return [...table([header, ...rows]), "", ...legend]
}

/** What shows that an operator does not keep a law, for each that it does not. */
export function counterexamples(io: Io, operator: Listed): string[] {
  const mark = colorsFor(io.stdout, io.env).red("✗")
  return names.flatMap((law) => {
    const claim = operator.laws[law]
    if (claim.holds) return []
    const { values, p } = claim.counterexample
    const text = `fails: ${laws[law]}. With [${values.join(", ")}] at p = ${p}, ${claim.shows}`
    return wrap(text, widthOf(io.stdout), `  ${mark} `, "    ")
  })
}
