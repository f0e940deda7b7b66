/** What brings each column of rows to mean 0 and deviation 1. */
export function standardizer(rows: readonly (readonly number[])[]): (row: readonly number[]) => readonly number[] {
  const columns = (rows[0] ?? []).map((_, i) => {
    const entries = rows.map((row) => row[i] as number)
    const mean = entries.reduce((sum, x) => sum + x, 0) / entries.length
    const variance = entries.reduce((sum, x) => sum + (x - mean) ** 2, 0) / entries.length
    return { mean, deviation: Math.sqrt(variance) }
  })
  return (row) => columns.map(({ mean, deviation }, i) => ((row[i] as number) - mean) / deviation)
}
