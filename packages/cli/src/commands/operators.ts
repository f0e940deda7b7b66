import { type Domain, type Law, isUnbounded, type Listed, laws, type Parameter, showDomain } from "@gradual/operators"
import { Command } from "commander"
import { exit } from "../errors.ts"
import { colorsFor, type Io, widthOf } from "../io.ts"
import { operators } from "../lookup.ts"
import { operatorsWhere } from "../parse/where.ts"
import { counterexamples, lawTable } from "../text/laws.ts"
import { wrap } from "../text/table.ts"

const examples = `
Examples:
  gradual operators
  gradual operators --where identityAtOne,continuousAtTies
  gradual operators --where 'subset,exactAtFiniteP' --json
`

/** `gradual operators`: the catalogue. */
export function operatorsCommand(io: Io, finish: (code: number) => void): Command {
  return new Command("operators")
    .summary("list the operators and the laws they keep")
    .description("Lists the operators: formulas, domains, limits, and which laws each keeps. Every ✓ and ✗ is tested.")
    .option(
      "--where <conditions>",
      "only those that keep these laws (or not: !law) and are of this kind: choice, subset, sorted, ranks",
    )
    .option("--json", "print JSON")
    .addHelpText("after", examples)
    .action((options: { readonly json?: boolean; readonly where?: string }) => {
      const chosen = options.where === undefined ? operators : operatorsWhere(options.where)
      if (options.json === true) io.stdout.write(`${JSON.stringify(chosen.map(toJson), null, 2)}\n`)
      else if (chosen.length === 0) io.stdout.write("No operator meets these conditions.\n")
      else io.stdout.write(`${[...chosen.flatMap((each) => describe(io, each)), ...lawTable(io, chosen)].join("\n")}\n`)
      finish(exit.ok)
    })
}

function describe(io: Io, operator: Listed): string[] {
  const colors = colorsFor(io.stdout, io.env)
  const columns = widthOf(io.stdout)
  const { domains, identityAt, parameters = {}, defaultP } = operator
  const facts: [string, string][] = [
    ["formula", operator.formula],
    ["values", isUnbounded(domains.values) ? "any" : `${showDomain(domains.values)}; others are clamped to it`],
    ...Object.entries(parameters).map(([name, { domain, example }]): [string, string] => [
      name,
      `${showDomain(domain)}; ${example} where none is set`,
    ]),
    ["p", `${showDomain(domains.p)}${defaultP === undefined ? "" : `; ${defaultP} where none is given`}`],
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

/** An entry without its function; JSON has no infinity, so numbers are as in case files. */
function toJson({ operator: _, function: __, domains, parameters = {}, ...entry }: Listed): unknown {
  const domainOf = ([name, { domain, example }]: [string, Parameter]) => [
    name,
    { domain: domainToJson(domain), example },
  ]
  return {
    ...entry,
    domains: { values: domainToJson(domains.values), p: domainToJson(domains.p) },
    parameters: Object.fromEntries(Object.entries(parameters).map(domainOf)),
    laws: Object.fromEntries((Object.keys(laws) as Law[]).map((law) => [law, { says: laws[law], ...entry.laws[law] }])),
  }
}

function domainToJson({ min, max, excludes }: Domain): unknown {
  const write = (x: number) => (Number.isFinite(x) ? x : String(x))
  return { min: write(min), max: write(max), ...(excludes === undefined ? {} : { excludes }) }
}
