import { formatReport } from "@gradual/conformance"
import type { Environment } from "./environments.ts"
import type { Audience, Run } from "./run.ts"

/** Where the command writes. */
export interface Io {
  out(text: string): void
  error(text: string): void
  /** Whether `error` is a terminal, where a line can be written over. */
  readonly isTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Milliseconds between two signs of progress. */
const pace = { terminal: 100, log: 15_000 }
const clearLine = "\r\u001b[K"

/** Shows runs as they go: progress in place in a terminal, now and then elsewhere; what came of each when it is over. */
export function screen(io: Io, isDetailed: boolean): Audience {
  const color = io.isTerminal && !io.env.NO_COLOR
  const steps = new Map<Environment, string>()
  let last = performance.now()
  return {
    onStep: (environment, { done, total }) => {
      steps.set(environment, `${environment.id} ${done}/${total}`)
      if (performance.now() - last < (io.isTerminal ? pace.terminal : pace.log)) return
      last = performance.now()
      const line = [...steps.values()].join("  ")
      io.error(io.isTerminal ? `${clearLine}${line}` : `${line}\n`)
    },
    onRun: (run) => {
      steps.delete(run.environment)
      if (io.isTerminal) io.error(clearLine)
      io.out(`${describe(run, color, isDetailed)}\n`)
    },
  }
}

/** What came of a run: a line, and what failed; every function when `isDetailed`. */
function describe({ environment: { id }, outcome, seconds }: Run, color: boolean, isDetailed: boolean): string {
  if (outcome.absent !== undefined) return `!!! ${id} SKIPPED: ${outcome.absent}.`
  const engines = Object.entries(outcome.engines).map(([name, version]) => `${name} ${version}`)
  const lines = [`${id} on ${engines.join(", ")}, ${seconds.toFixed(0)} s`]
  if (outcome.report !== undefined) lines.push(formatReport(outcome.report, { color, failuresOnly: !isDetailed }))
  if (outcome.failure !== undefined) lines.push(`✗ ${id} FAILED: ${outcome.failure}`)
  return `${lines.join("\n")}\n`
}
