import { imported } from "./emit/function.ts"
import type { Loop } from "./emit/nest.ts"
import { type Bases, sequenceOf } from "./emit/sequence.ts"
import { encodeModule } from "./encode/module.ts"
import { instantiate } from "./instantiate.ts"
import type { Heap } from "./memory.ts"
import type { Place, Storage } from "./plan/storage.ts"

/** A program that can run: of the addresses of the workspace, the inputs and the outputs. */
export interface Linked {
  run(addresses: readonly number[]): void
  dispose(): void
}

/** Makes loops that run one after another. */
export type Link = (loops: readonly Loop[], storage: Storage, bases: Bases) => Linked

/** Where the values of a loop are. */
export function placesOf({ reads, writes }: Loop, { placeOf }: Storage): readonly Place[] {
  return [...reads, ...writes].map(placeOf)
}

/** Loops in a module, with one function that runs them all. */
export function linkAll(heap: Heap): Link {
  return (loops, storage, bases) => {
    const calls = loops.map((loop, i) => ({
      index: imported.length + i,
      rows: loop.rows,
      places: [...placesOf(loop, storage), ...storage.keptAt(i)],
    }))
    const all = "all"
    const written = [...loops.map((loop) => loop.written), sequenceOf(all, calls, bases)]
    const run = instantiate(encodeModule(imported, written, heap.isShared), heap.memory)[all]!
    return { run: (addresses) => run(...addresses), dispose: () => {} }
  }
}
