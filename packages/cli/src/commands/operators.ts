import { type Domain, type Law, type Listed, laws, showDomain } from "@gradual/operators"
import { Command } from "commander"
import { exit } from "../errors.ts"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { operators } from "../lookup.ts"
import { counterexamples, lawTable } from "../text/laws.ts"
import { wrap } from "../text/table.ts"

const examples = `
Examples:
  gradual operators
  gradual operators --json
`

/** `gradual operators`: the catalogue. */
export function operatorsCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("operators")
    .summary("list the operators and the laws they keep")
    .description("Lists the operators: formulas, domains, limits, and which laws each keeps. Every ✓ and ✗ is tested.")
    .option("--json", "print JSON")
    .addHelpText("after", examples)
    .action((options: { readonly json?: boolean }) => {
      if (options.json === true) io.stdout.write(`${JSON.stringify(operators.map(toJson), null, 2)}\n`)
      else io.stdout.write(`${[...operators.flatMap((each) => describe(io, each)), ...lawTable(io)].join("\n")}\n`)
      finish(exit.ok)
    })
}

function describe(io: Io, operator: Listed): string[] {
  const colors = colorsFor(io.stdout, io.env)
  const columns = widthOf(io.stdout)
  const { domains, identityAt } = operator
  const facts: [string, string][] = [
    ["formula", operator.formula],
    ["values", isEverything(domains.values) ? "any" : `${showDomain(domains.values)}; others are clamped to it`],
    ["p", showDomain(domains.p)],
    ["identity", identityAt === undefined ? "nowhere" : `at p = ${identityAt}`],
    ["p → ∞", operator.limit],
    ["source", operator.source],
  ]
  return [
    ...wrap(operator.summary, columns, `${colors.bold(operator.name)}: `, "  "),
    ...facts.flatMap(([label, text]) => wrap(text, columns, `  ${colors.dim(label.padEnd(9))} `)),
    ...counterexamples(io, operator),
    "",
  ]
}

function isEverything({ min, max }: Domain): boolean {
  return min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY
}

/** An entry without its function; JSON has no infinity, so numbers are as in case files. */
function toJson({ operator: _, domains, ...entry }: Listed): unknown {
  return {
    ...entry,
    domains: { values: domainToJson(domains.values), p: domainToJson(domains.p) },
    laws: Object.fromEntries((Object.keys(laws) as Law[]).map((law) => [law, { says: laws[law], ...entry.laws[law] }])),
  }
}

function domainToJson({ min, max, excludes }: Domain): unknown {
  const write = (x: number) => (Number.isFinite(x) ? x : String(x))
  return { min: write(min), max: write(max), ...(excludes === undefined ? {} : { excludes }) }
}
