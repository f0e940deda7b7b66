import { type Program, sizeOf, type Var } from "@gradual/core"
import { rounded, sizes } from "../memory.ts"
import { spans } from "../spans.ts"

/** Where a value is: so many bytes after one of the addresses that a run is given; `fixed`: after 0. */
export interface Place {
  readonly base: "fixed" | "workspace" | { readonly input: number } | { readonly output: number }
  readonly offset: number
}

/** What a step of a program needs. */
export interface Usage {
  readonly reads: readonly Var[]
  readonly writes: readonly Var[]
  /** Bytes that it needs only while it runs. */
  readonly keeps: readonly number[]
}

/** Where everything is while a program runs. */
export interface Storage {
  readonly placeOf: (variable: Var) => Place
  /** Where a step keeps what it needs only while it runs. */
  readonly keptAt: (step: number) => readonly Place[]
  /** Bytes that a run needs beside its outputs. */
  readonly workspace: number
  /** What is made for the caller, in the order of the places of outputs. */
  readonly made: readonly Var[]
}

export const bytesOf = ({ dtype, shape }: Pick<Var, "dtype" | "shape">): number => sizes[dtype] * sizeOf(shape)

/**
 * Finds a place for every value. Those of `shared` are where another is, `constants` where they were put; what is needed at
 * different times shares a place.
 */
export function storageOf(
  program: Program,
  usages: readonly Usage[],
  shared: ReadonlyMap<Var, Var>,
  constants: ReadonlyMap<Var, number>,
): Storage {
  const rootOf = (variable: Var): Var => {
    let root = variable
    for (let next = shared.get(root); next !== undefined; next = shared.get(root)) root = next
    return root
  }
  const places = new Map<Var, Place>()
  for (const [variable, offset] of constants) places.set(variable, { base: "fixed", offset })
  for (const [input, variable] of program.inputs.entries()) places.set(variable, { base: { input }, offset: 0 })
  const made = [...new Set(program.outputs.map(rootOf))].filter((variable) => !places.has(variable))
  for (const [output, variable] of made.entries()) places.set(variable, { base: { output }, offset: 0 })

  const lastUse = new Map<Var, number>()
  for (const [at, { reads, writes }] of usages.entries())
    for (const variable of [...reads, ...writes]) lastUse.set(rootOf(variable), at)
  const free = spans({ address: 0, bytes: Number.MAX_SAFE_INTEGER })
  let workspace = 0
  const take = (bytes: number): Place => {
    const offset = free.take(rounded(bytes))!
    workspace = Math.max(workspace, offset + rounded(bytes))
    return { base: "workspace", offset }
  }
  const give = ({ offset }: Place, bytes: number) => free.give({ address: offset, bytes: rounded(bytes) })

  const kept = usages.map(({ reads, writes, keeps }, at) => {
    for (const variable of writes) if (!places.has(variable)) places.set(variable, take(bytesOf(variable)))
    const rows = keeps.map(take)
    for (const [i, place] of rows.entries()) give(place, keeps[i]!)
    for (const variable of new Set([...reads, ...writes].map(rootOf))) {
      const place = places.get(variable)!
      if (place.base === "workspace" && lastUse.get(variable) === at) give(place, bytesOf(variable))
    }
    return rows
  })
  return { placeOf: (variable) => places.get(rootOf(variable))!, keptAt: (step) => kept[step]!, workspace, made }
}
