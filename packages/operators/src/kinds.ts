/** What an operator relaxes. */
export type Kind =
  | "choice" // which entry is the largest: one-hot
  | "subset" // which k entries are the largest: k-hot
  | "sorted" // the entries in ascending order
  | "ranks" // each entry's place in ascending order, from 1

/** The hard result of each kind, for a row without ties. `k` is how many a subset has. */
export const hardResults: Readonly<Record<Kind, (values: readonly number[], k: number) => readonly number[]>> =
  /* @__PURE__ */ Object.freeze({
    choice: (values: readonly number[]) => largest(values, 1),
    subset: largest,
    sorted: (values: readonly number[]) => [...values].sort((a, b) => a - b),
    ranks: (values: readonly number[]) => values.map((own) => values.filter((other) => other <= own).length),
  })

function largest(values: readonly number[], k: number): readonly number[] {
  return values.map((own) => Number(values.filter((other) => other > own).length < k))
}
