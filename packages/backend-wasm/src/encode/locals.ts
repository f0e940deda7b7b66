import { put } from "./bytes.ts"
import { typeCodes, type ValueType } from "./instructions.ts"

/** A value in a function: a local. */
export interface Value {
  readonly type: ValueType
  readonly local: number
  /** In which of the nested parts of the function it is known; a variable, which changes, in none. */
  readonly depth: number
}

/** Reads a local. */
export function get(bytes: number[], { local }: Value): void {
  bytes.push(0x20)
  put(bytes, local)
}

/** Writes a local. */
export function set(bytes: number[], { local }: Value): void {
  bytes.push(0x21)
  put(bytes, local)
}

/** The declarations of locals: a count and a type for neighbours of the same. */
export function declarations(types: readonly ValueType[]): readonly number[] {
  const runs: { readonly type: ValueType; count: number }[] = []
  for (const type of types) {
    const last = runs.at(-1)
    if (last?.type === type) last.count += 1
    else runs.push({ type, count: 1 })
  }
  const bytes: number[] = []
  put(bytes, runs.length)
  for (const { type, count } of runs) {
    put(bytes, count)
    bytes.push(typeCodes[type])
  }
  return bytes
}
