import { js } from "@gradual/backend-js"
import { wasm } from "@gradual/backend-wasm"

/** A worked example, as the command runs it. */
export interface Example {
  readonly name: string
  /** What it shows, in a line. */
  readonly summary: string
  /** Where it is told. */
  readonly guide: string
  run(options: RunOptions): Result
}

/** How an example is run. */
export interface RunOptions {
  readonly backend: BackendName
  /** Decides which rows are tested on. */
  readonly seed: number
  /** Called now and then with what is being done. */
  progress(doing: string): void
}

/** What came of it. */
export interface Result {
  /** Final numbers, in lines. */
  readonly report: string
  /** SVG documents by their file names. */
  readonly pictures: Readonly<Record<string, string>>
}

/** The backends that examples run on, each a different way to compute the same numbers. */
export const backends: { readonly js: typeof js; readonly wasm: typeof wasm } = { js, wasm }
export type BackendName = keyof typeof backends
