import type { Result } from "./bench.ts"
import type { Machine } from "./machine.ts"

/** Results as a table for people. Ratios are to the first contender, which is ours. */
export function table(machine: Machine, results: readonly Result[]): string {
  const [first] = results
  if (first === undefined) return ""
  const rows = results.map(({ contender, nsPerElement, spread, ulp }) => [
    contender,
    digits(nsPerElement),
    digits(spread),
    `${digits(nsPerElement / first.nsPerElement)}x`,
    digits(ulp.output),
    digits(ulp.gradient),
  ])
  const header = ["contender", "ns/element", "spread", "time", "ulp output", "ulp gradient"]
  return [
    `${first.workload} [${first.shape.join(", ")}] float32, p = ${Number(first.p.toPrecision(7))}: value and gradient`,
    `node ${machine.node}, ${machine.cpu}, ${machine.cores} cores, ${machine.platform}`,
    "",
    ...align([header, ...rows]),
    "",
    `spread: distance between quartiles; time: relative to ${first.contender}; ulp: largest error on a sample`,
    "",
  ].join("\n")
}

/** Three significant digits, without an exponent where it can be avoided. */
function digits(x: number): string {
  return x >= 100 && x < 1e6 ? x.toFixed(0) : x.toPrecision(3)
}

/** Columns of equal width: names to the left, numbers to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)))
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join("  ")
      .trimEnd(),
  )
}
