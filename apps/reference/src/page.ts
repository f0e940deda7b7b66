import { replaceBetween } from "@gradual/markdown"
import { catalogue, choose, type DescribedFunction, functions, type Kind, type Listed } from "@gradual/operators"
import { kinds, lawTable, legend, wishTable } from "./choosing.ts"
import { functionSection, section } from "./section.ts"

/** Every operator, in the catalogue's order. */
export const operators: readonly Listed[] = Object.values(catalogue)
const others: readonly DescribedFunction[] = Object.values(functions)

export const pagePath = "docs/reference/operators.md"
const readme = "README.md"

/** The documents as they should be, by their paths from the root. `read` gives them as they are. */
export function documentsOf(read: (path: string) => string): Readonly<Record<string, string>> {
  return { [readme]: replaceBetween(read(readme), "operators", wishTable(pagePath)), [pagePath]: page() }
}

const conditions = { kind: "choice", identityAtOne: true, continuousAtTies: true } as const
const chosen = choose(conditions)
  .map(({ name }) => name)
  .join(", ")

const intro = `# Operators

What every operator of the catalogue is, and which conditions it meets. Written by \`pnpm operators\`, pictures included.

## Choose

${wishTable()}

Every ✓ below is tested on every backend, by examples drawn at random; every ✗ has a counterexample, which is tested, too. The same
choice in code, and in a terminal:

\`\`\`ts
import { choose } from "@gradual/operators"

const found = choose({ kind: "choice", identityAtOne: true, continuousAtTies: true })
console.log(found.map(({ name }) => name).join(", ")) // ${chosen}
\`\`\`

\`\`\`sh
gradual operators --where 'choice,sumsToOne,!shiftInvariant'
gradual plot scaledSoftmax powerNormalize --out compare.svg                 # their results as p grows
gradual plot scaledSoftmax powerNormalize --field --p 4 --out fields.svg    # where their gradients lead
\`\`\`

## The laws

${legend()}
`

const reading = `## The pictures

The picture of an operator's results shows what becomes of five values as p grows. Dots are the values: where the operator is the identity,
else at the least p; of sorted values, in their order, at the largest.

The picture of its gradient is a map of the first result y₁ at p = 4: how much the first entry is chosen, the least of the sorted values, or the first
value's rank. Arrows are the gradient of y₁, the way to move the values for more of it; their length is the square root of the
gradient's, so that small ones are seen, and dots are where it is 0: there is nothing to learn from. A triangle is all distributions over
three entries, for operators that give such; a square is the first two values, from 0 to 1.`

/** The whole page. */
function page(): string {
  const groups = (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const own = operators.filter((each) => each.kind === kind)
    return own.length === 0 ? [] : [{ ...kinds[kind], own }]
  })
  const parts = [
    intro.trimEnd(),
    ...groups.flatMap(({ title, says, own }) => [`**${title}**: ${says}.`, lawTable(own)]),
    reading,
    ...groups.flatMap(({ title, says, own }) => [
      `## ${title}`,
      `${says.charAt(0).toUpperCase()}${says.slice(1)}.`,
      ...own.map((each) => section(each, "../pictures/operators")),
    ]),
    ...(others.length === 0 ? [] : [besides, ...others.map(functionSection)]),
  ]
  return `${parts.join("\n\n")}\n`
}

const besides = `## Functions beside the catalogue

Their results have another shape than the values, or they are no relaxation by themselves, so that the laws do not apply.`
