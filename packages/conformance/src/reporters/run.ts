import type { Report } from "../report.ts"

/** A report, and what its reader has to know beside: what reporters of several runs take. */
export interface Run {
  /** What tells it from the others: the adapter, `tfjs-wasm`, or with its environment, `chromium/tfjs-wasm`. */
  readonly name: string
  readonly report: Report
  /** The command that runs what has this id again. */
  readonly rerun: (id: string) => string
  /** Versions, device and the like, by name. */
  readonly about?: Readonly<Record<string, string>>
  /** What went wrong outside of cases, or kept them from running at all. */
  readonly failure?: string
}
