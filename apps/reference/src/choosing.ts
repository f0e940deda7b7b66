import { table } from "@gradual/markdown"
import { choose, type Conditions, type Kind, type Law, type Listed, laws } from "@gradual/operators"

/** Kinds of operators as people look for them. */
export const kinds: Readonly<Record<Kind, { readonly title: string; readonly says: string }>> = {
  choice: { title: "Choices", says: "which entry is the largest: in the limit one-hot" },
  subset: { title: "Subsets", says: "which k entries are the largest: in the limit k-hot" },
  sorted: { title: "Sorted values", says: "the entries in ascending order" },
  ranks: { title: "Ranks", says: "each entry's place in ascending order, from 1" },
}

/** What people want, and the conditions that it means. */
const wishes: readonly (readonly [wish: string, conditions: Conditions])[] = [
  ["the values at p = 1, their one-hot in the limit", { kind: "choice", identityAtOne: true, hardLimit: true }],
  ["… and no jump at ties", { kind: "choice", identityAtOne: true, hardLimit: true, continuousAtTies: true }],
  [
    "… and a result at the maximum that never falls",
    { kind: "choice", identityAtOne: true, hardLimit: true, continuousAtTies: true, sharpensWithP: true },
  ],
  ["a distribution", { kind: "choice", sumsToOne: true, hardLimit: true, continuousAtTies: true }],
  [
    "… whatever is added to all values",
    { kind: "choice", sumsToOne: true, continuousAtTies: true, shiftInvariant: true },
  ],
  [
    "… that is one-hot exactly, from some p on",
    { kind: "choice", sumsToOne: true, continuousAtTies: true, exactAtFiniteP: true },
  ],
  [
    "one-hot results at every p, with a gradient",
    { kind: "choice", sumsToOne: true, exactAtFiniteP: true, continuousAtTies: false },
  ],
  ["the k largest", { kind: "subset" }],
  ["… exactly, from some p on", { kind: "subset", exactAtFiniteP: true }],
  ["the values in order", { kind: "sorted" }],
  ["… exactly, from some p on", { kind: "sorted", exactAtFiniteP: true }],
  ["… with the sum that the values have", { kind: "sorted", conservesSum: true }],
  ["ranks", { kind: "ranks" }],
  ["… exactly, from some p on", { kind: "ranks", exactAtFiniteP: true }],
]

/** The heading of an operator, as a link. */
export function linkTo(name: string, page = ""): string {
  return `[\`${name}\`](${page}#${name.toLowerCase()})`
}

/** What to take for what one wants; `page` is where the operators are described. */
export function wishTable(page?: string): string {
  const rows = wishes.flatMap(([wish, conditions]) => {
    const found = choose(conditions)
    return found.length === 0 ? [] : [[wish, found.map(({ name }) => linkTo(name, page)).join(", ")]]
  })
  return table(["if you want", "take"], rows)
}

const names = Object.keys(laws) as Law[]

/** Which operators keep which laws: a row each, the laws by number. */
export function lawTable(operators: readonly Listed[]): string {
  const marks = ({ laws: claims }: Listed) => names.map((law) => (claims[law].holds ? "✓" : "✗"))
  return table(
    ["", ...names.map((_, i) => String(i + 1))],
    operators.map((each) => [linkTo(each.name), ...marks(each)]),
  )
}

/** What the numbers of the laws mean. */
export function legend(): string {
  return table(
    ["", "law", "says"],
    names.map((law, i) => [String(i + 1), `\`${law}\``, laws[law]]),
  )
}
