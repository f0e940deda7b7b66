import type { Exported } from "../host.ts"
import type { Block, Heap } from "../memory.ts"
import { controlBytes, takeParts, word } from "./control.ts"
import type { Location } from "./platform.ts"
import { startWorker } from "./start.ts"

/** A loop to be divided. */
export interface Divided {
  readonly program: number
  /** Where the program's module is for workers to compile, and which of its functions this is. */
  readonly module: Block
  readonly moduleBytes: number
  readonly loop: number
  readonly rows: number
  readonly compute: Exported
}

/** An argument: an address, and how far the next thread's is from it. */
export type Argument = readonly [address: number, stride: number]

/** Threads that compute loops together. */
export interface Crew {
  readonly threads: number
  /** Computes a loop. Where a part of it fails, all of it is computed once more, by the caller alone: that gives its error. */
  compute(loop: Divided, places: readonly Argument[]): void
  /** Ends the workers. What comes later the caller computes alone. */
  close(): void
}

/** A thread that is kept from its work by others leaves it to those that are not. */
const partsPerThread = 4

/** Starts all threads but the caller. */
export async function crewOf(heap: Heap, threads: number, file: Location | undefined): Promise<Crew> {
  const { address: control } = heap.lend(controlBytes)
  const words = heap.view("int32", control, controlBytes / 4) as Int32Array
  words.fill(0)
  const started = await Promise.allSettled(
    Array.from({ length: threads - 1 }, (_, i) => startWorker({ memory: heap.memory, control, thread: i + 1 }, file)),
  )
  const ends = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))
  const close = () => {
    for (const end of ends.splice(0)) end()
  }
  const refused = started.find((one) => one.status === "rejected")
  if (refused !== undefined) {
    close()
    throw refused.reason
  }
  const wait = mayWait(words) ? Atomics.wait : () => {}
  return {
    threads,
    compute: ({ program, module, moduleBytes, loop, rows, compute }, places) => {
      const parts = Math.min(rows, partsPerThread * threads)
      words.set([0, 0, 0, parts, rows, program, module.address, moduleBytes, loop, places.length, ...places.flat()])
      Atomics.store(words, word.left, parts)
      Atomics.notify(words, word.left)
      takeParts(words, 0, () => compute)
      for (let done = 0; done < parts; done = Atomics.load(words, word.done)) wait(words, word.done, done)
      if (Atomics.load(words, word.failed) !== 0) compute(0, rows, ...places.map(([address]) => address))
    },
    close,
  }
}

/** Whether this thread may sleep: that of a page must not, and looks again and again. */
function mayWait(words: Int32Array): boolean {
  try {
    Atomics.wait(words, word.left, 1, 0)
    return true
  } catch {
    return false
  }
}
