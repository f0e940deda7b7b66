import { type Law, type Listed, laws } from "@gradual/operators"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { operators } from "../lookup.ts"
import { table, width, wrap } from "./table.ts"

const names = Object.keys(laws) as Law[]

/** Which operators keep which laws. */
export function lawTable(io: Io, columns: number = widthOf(io.stdout)): string[] {
  const colors = colorsFor(io.stdout, io.env)
  // names are set in two lines, broken where the second word starts
  const split = operators.map(({ name }) => /^([a-z]+)(.*)$/.exec(name) as RegExpExecArray)
  const header = [1, 2].map((part) => ["", ...split.map((name) => name[part] ?? "")])
  const marks = (law: Law) => operators.map((each) => (each.laws[law].holds ? colors.green("✓") : colors.red("✗")))
  const taken = split.reduce((sum, [, a = "", b = ""]) => sum + 2 + Math.max(width(a), width(b)), 0)
  const rows = names.flatMap((law) =>
    wrap(laws[law], columns - taken, "", "  ").map((line, i) => (i === 0 ? [line, ...marks(law)] : [line])),
  )
  return table([...header.filter((row) => row.some((cell) => cell !== "")), ...rows])
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
