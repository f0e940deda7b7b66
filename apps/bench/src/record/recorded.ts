import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Absence, Result } from "../measure/bench.ts"
import type { Latency } from "../measure/latency.ts"
import type { Machine } from "../measure/machine.ts"

/** What a page downloads for gradual with its gradient. */
export interface Size {
  readonly entry: string
  /** Of the minified code, gzipped. */
  readonly bytes: number
}

/** A run of everything, as it is kept. */
export interface Recorded {
  readonly schema: "gradual.bench/1"
  /** The day. */
  readonly measured: string
  readonly machine: Machine
  readonly results: readonly Result[]
  readonly absences: readonly Absence[]
  readonly scaling: readonly Result[]
  readonly latency: readonly Latency[]
  readonly sizes: readonly Size[]
}

/** The root of the checkout. */
export const root: string = fileURLToPath(new URL("../../../..", import.meta.url))

const path = "apps/bench/recorded.json"

/** Reads a text of the checkout; empty where there is none. */
export function read(name: string): string {
  const file = join(root, name)
  return existsSync(file) ? readFileSync(file, "utf8") : ""
}

/** What is recorded, if anything is. */
export function readRecorded(): Recorded | undefined {
  const text = read(path)
  return text === "" ? undefined : (JSON.parse(text) as Recorded)
}

/** What is kept of a run: four digits say more than any run repeats. */
export function shortened(recorded: Recorded): Recorded {
  const short = (_key: string, value: unknown): unknown =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value
  return JSON.parse(JSON.stringify(recorded, short)) as Recorded
}

/** Writes what is recorded and the documents that show it. */
export function write(recorded: Recorded, documents: Readonly<Record<string, string>>): void {
  const texts = { ...documents, [path]: `${JSON.stringify(recorded, null, 2)}\n` }
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(root, name), text)
}
