import type { Result } from "./perform.ts"

/** Project × result, and in full what failed. */
export function closing(version: string, results: readonly Result[]): string {
  const rows = results.map(({ project, status, detail, seconds }) => [
    project.name,
    status === "failed" ? "FAILED" : status,
    `${seconds.toFixed(0)} s`,
    status === "failed" ? firstLine(detail) : detail,
  ])
  const all = [["project", "result", "time", "what"], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] as string).length)))
  const table = all.map((row) => row.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] as number) : cell)).join("  "))
  const failures = results
    .filter(({ status }) => status === "failed")
    .map(({ project, detail }) => `✗ ${project.name}\n${detail}\n`)
  return ["", ...failures, `gradual ${version}, published to this machine and installed from it`, ...table, ""].join(
    "\n",
  )
}

const firstLine = (text: string): string => text.split("\n")[0] as string
