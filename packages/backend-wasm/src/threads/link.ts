import { type Aval, sizeOf } from "@gradual/core"
import { imported } from "../emit/function.ts"
import type { Loop } from "../emit/nest.ts"
import { baseOf } from "../emit/sequence.ts"
import { encodeModule } from "../encode/module.ts"
import { instantiate } from "../instantiate.ts"
import { type Link, linkAll, placesOf } from "../link.ts"
import { type Heap, rounded } from "../memory.ts"
import type { Argument, Crew } from "./crew.ts"

/** Makes loops that run one after another: those with many elements divided among threads. */
export function linkDivided(heap: Heap, crew: Crew, threshold: number): Link {
  const linkAlone = linkAll(heap)
  const isDivided = ({ rows, reads, writes }: Loop): boolean =>
    crew.threads > 1 && rows > 1 && Math.max(...[...reads, ...writes].map(sizeOfValue)) >= threshold
  let programs = 0
  return (loops, storage, bases) => {
    if (!loops.some(isDivided)) return linkAlone(loops, storage, bases)
    const code = encodeModule(
      imported,
      loops.map(({ written }) => written),
      heap.isShared,
    )
    const functions = Object.values(instantiate(code, heap.memory))
    const module = heap.lend(code.length)
    heap.view("bool", module.address, code.length).set(code)
    let isKept = true
    const program = programs++
    // what a loop keeps while it runs every thread has for itself
    const scratchOf = ({ keeps }: Loop) => keeps.reduce((total, bytes) => total + rounded(bytes), 0)
    const scratchBytes = crew.threads * Math.max(...loops.map((loop) => (isDivided(loop) ? scratchOf(loop) : 0)))
    const works = loops.map((loop, i) => ({
      loop: i,
      rows: loop.rows,
      compute: functions[i]!,
      isDivided: isDivided(loop),
      places: placesOf(loop, storage),
      kept: storage.keptAt(i),
      keeps: loop.keeps.map(rounded),
      stride: scratchOf(loop),
    }))
    return {
      run: (addresses) => {
        const scratch = heap.lend(scratchBytes)
        try {
          const addressOf = (place: (typeof works)[number]["places"][number]): number => {
            const base = baseOf(place, bases)
            return place.offset + (base === undefined ? 0 : addresses[base]!)
          }
          for (const { places, kept, keeps, stride, ...work } of works) {
            const given = places.map(addressOf)
            if (!work.isDivided) {
              work.compute(0, work.rows, ...given, ...kept.map(addressOf))
              continue
            }
            let at = scratch.address
            const own = keeps.map((bytes): Argument => {
              at += bytes
              return [at - bytes, stride]
            })
            crew.compute({ ...work, program, module, moduleBytes: code.length }, [
              ...given.map((address): Argument => [address, 0]),
              ...own,
            ])
          }
        } finally {
          heap.release(scratch)
        }
      },
      dispose: () => {
        if (isKept) heap.release(module)
        isKept = false
      },
    }
  }
}

const sizeOfValue = ({ shape }: Aval): number => sizeOf(shape)
