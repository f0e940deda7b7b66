import { plain, table } from "@gradual/markdown"
import { type DescribedFunction, type Law, type Listed, isUnbounded, laws, showDomain } from "@gradual/operators"

const names = Object.keys(laws) as Law[]

/** All that the catalogue says of an operator. `pictures` is where its pictures are, from the page. */
export function section(operator: Listed, pictures: string): string {
  const { name, summary, formula, identityAt, limit, source, parameters = {}, domains, defaultP } = operator
  const facts = [
    ["values", isUnbounded(domains.values) ? "any number" : `${showDomain(domains.values)}; others are clamped to it`],
    ...Object.entries(parameters).map(([each, { domain, example }]) => [
      `\`${each}\``,
      `${showDomain(domain)}; ${example} in pictures and laws`,
    ]),
    ["`p`", `${showDomain(domains.p)}${defaultP === undefined ? "" : `; ${defaultP} where none is given`}`],
    ["identity", identityAt === undefined ? "nowhere" : `at p = ${identityAt}`],
    ["p → ∞", plain(limit)],
    [
      "keeps",
      names
        .filter((law) => operator.laws[law].holds)
        .map((law) => `\`${law}\``)
        .join(", "),
    ],
    ["source", plain(source)],
  ]
  return [
    `### ${name}`,
    sentence(summary),
    `    ${call(operator)} = ${formula}`,
    table(["", ""], facts),
    table(
      ["results", "gradient"],
      [[`![${name} over p](${pictures}/${name}.svg)`, `![${name} and its gradient](${pictures}/${name}-field.svg)`]],
    ),
    ...broken(operator),
  ].join("\n\n")
}

/** What shows that laws fail. */
function broken({ laws: claims }: Listed): string[] {
  const rows = names.flatMap((law) => {
    const claim = claims[law]
    if (claim.holds) return []
    const { values, p } = claim.counterexample
    return [[`\`${law}\``, `[${values.join(", ")}]`, String(p), plain(claim.shows)]]
  })
  return rows.length === 0 ? [] : [table(["fails", "at values", "and p", "because"], rows)]
}

function call({ name, parameters = {}, defaultP }: Listed): string {
  const p = defaultP === undefined ? "p" : `p = ${defaultP}`
  return `${name}(${["v", ...Object.keys(parameters), p].join(", ")})`
}

/** All that is said of a function beside the catalogue. */
export function functionSection({ name, summary, formula, source }: DescribedFunction): string {
  return [`### ${name}`, sentence(summary), `    ${formula}`, `Source: ${plain(source)}.`].join("\n\n")
}

function sentence(text: string): string {
  return plain(`${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`)
}
