import type { Latency } from "../measure/latency.ts"
import type { Result } from "../measure/bench.ts"
import { type Machine, nameOf } from "../measure/machine.ts"
import { digits, ulpText } from "./numbers.ts"

/** Results of one workload and shape as a table for people. Ratios are to the first contender. */
export function table(results: readonly Result[]): string {
  const [first] = results
  if (first === undefined) return ""
  const size = first.shape.reduce((product, length) => product * length, 1)
  const rows = results.map((result) => [
    result.contender + (result.elements < size ? " *" : ""),
    digits(result.nsPerElement),
    result.samples > 1 ? digits(result.spread) : "-",
    `${digits(result.nsPerElement / first.nsPerElement)}x`,
    digits(result.gbPerSecond),
    ulpText(result.outputUlp),
    ulpText(result.gradientUlp),
  ])
  const least = (first.gbPerSecond * first.nsPerElement) / first.copyGbPerSecond
  return [
    `${first.workload} [${first.shape.join(", ")}] float32, p = ${Number(first.p.toPrecision(7))}: value and gradient`,
    `A plain copy moves ${digits(first.copyGbPerSecond)} GB/s: reading and writing once would take ${digits(least)} ns/element.`,
    "",
    ...align([["contender", "ns/element", "spread", "time", "GB/s", "ulp output", "ulp gradient"], ...rows]),
    ...(results.some(({ elements }) => elements < size) ? ["* on as many rows as it computes in 0.7 s"] : []),
    "",
    "",
  ].join("\n")
}

/** One contender over sizes. */
export function scalingTable(results: readonly Result[]): string {
  const rows = results.map(({ contender, shape, nsPerElement, spread, gbPerSecond, ulp }) => [
    contender,
    shape.reduce((size, length) => size * length, 1).toExponential(0),
    digits(nsPerElement),
    digits(spread),
    digits(gbPerSecond),
    ulpText(ulp),
  ])
  const header = ["contender", "elements", "ns/element", "spread", "GB/s", "ulp"]
  return `${[...align([header, ...rows]), "", ""].join("\n")}`
}

/** How long one waits. */
export function latencyTable(latencies: readonly Latency[]): string {
  const rows = latencies.map((each) => [
    each.contender,
    digits(each.firstCallMs),
    digits(each.compileMs),
    digits(each.callMicroseconds),
    digits(each.callFromArraysMicroseconds),
  ])
  const header = ["contender", "first call ms", "compile ms", "call µs", "from arrays µs"]
  return `gradual [1, 5]\n\n${align([header, ...rows]).join("\n")}\n\n`
}

/** The machine, because times mean nothing without it. */
export function heading(machine: Machine): string {
  return `node ${machine.node}, ${nameOf(machine)}\n\n`
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
