/** A share as people write it: `95.3%`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}

/** Cells in columns, each as wide as it must be, set to the right. */
export function rows(cells: readonly (readonly string[])[]): string {
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)))
  return cells.map((row) => `${row.map((cell, i) => cell.padStart(widths[i] as number)).join("  ")}\n`).join("")
}
