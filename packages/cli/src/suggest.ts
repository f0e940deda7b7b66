/** The number of single-letter edits (swaps of neighbours included) that turn one word into another. */
function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i])
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let j = 1; j <= b.length; j++) {
    for (let i = 0; i <= a.length; i++) {
      const row = rows[i] as number[]
      if (i === 0) row[j] = j
      else {
        const replaced = at(i - 1, j - 1) + Number(a[i - 1] !== b[j - 1])
        const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
        row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped ? at(i - 2, j - 2) + 1 : replaced)
      }
    }
  }
  return at(a.length, b.length)
}

/** The known name that was probably meant: one that starts like it, or the nearest; letter case and dashes do not count. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_ ]/g, "")
  const given = plain(name)
  const started = known.find((candidate) => given.length >= 3 && plain(candidate).startsWith(given))
  if (started !== undefined) return started
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(given, plain(candidate)) }))
    .sort((a, b) => a.edits - b.edits)
  return best !== undefined && best.edits <= Math.max(1, best.candidate.length / 3) ? best.candidate : undefined
}

/** How to put an unknown name right: the one that was probably meant, and all that there are. */
export function hint(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return `${meant === undefined ? "" : `Did you mean ${meant}? `}There ${known.length === 1 ? "is" : "are"}: ${known.join(", ")}`
}
