import { fail } from "@gradual/core"
import { backendOn, hasRelaxed, type WasmBackend } from "./backend.ts"
import { heap } from "./memory.ts"
import { type Crew, crewOf } from "./threads/crew.ts"
import { linkDivided } from "./threads/link.ts"
import { cores, type Location, scope } from "./threads/platform.ts"

export type { WasmBackend } from "./backend.ts"

/** Options of {@link threadedWasm}. */
export interface ThreadsOptions {
  /** How many threads compute, with the caller's: by default as many as the machine runs at once, up to 16. */
  readonly threads?: number
  /** Loops over fewer elements are left to the caller's thread. */
  readonly threshold?: number
  /** Where `@gradual/backend-wasm/threads/worker` is, for those whose bundler does not find it. */
  readonly worker?: Location
}

/** {@link threadedWasm}'s backend. */
export interface ThreadedWasmBackend extends WasmBackend {
  readonly threads: number
  /** Ends the workers. Programs still run, on the caller's thread. */
  close(): void
}

const mostThreads = 64

/**
 * Gradual in WebAssembly on several threads: the rows of large arrays are divided among workers that share one memory. Results are the
 * same as with one thread, bit for bit, and calls are as synchronous.
 *
 * @throws GradualError `UNSUPPORTED` where the host shares no memory (pages must be cross-origin isolated) or starts no workers.
 * @example
 * ```ts
 * import { compile, softmax } from "@gradual/core"
 * import { threadedWasm } from "@gradual/backend-wasm/threads"
 * const backend = await threadedWasm({ threads: 2 })
 * const y = compile.sync(backend, (x) => softmax(x))(backend.create("float32", [4096, 1000]))
 * console.log(y.shape) // [4096, 1000]
 * backend.close()
 * ```
 */
export async function threadedWasm(options: ThreadsOptions = {}): Promise<ThreadedWasmBackend> {
  const { threads = Math.min(16, cores()), threshold = 2 ** 15, worker } = options
  if (!Number.isInteger(threads) || threads < 1 || threads > mostThreads)
    throw fail("VALUE", "threadedWasm", `threads are a whole number from 1 to ${mostThreads}`, `${threads}`)
  if (!(threshold >= 0)) throw fail("VALUE", "threadedWasm", "threshold is a number of elements", `${threshold}`)
  const relaxed = hasRelaxed()
  const isIsolated = scope.crossOriginIsolated !== false && scope.SharedArrayBuffer !== undefined
  if (!isIsolated) throw unsupported("memory that threads share is needed", "a page that is not cross-origin isolated")
  const { own, crew } = await start(threads, worker).catch((reason: unknown) => {
    throw unsupported("shared memory and workers are needed", reason instanceof Error ? reason.message : `${reason}`)
  })
  const mostParts = 4 * threads // as many as a loop has
  const machine = { heap: own, relaxed, mostParts, link: linkDivided(own, crew, threshold) }
  return { ...backendOn(machine, "wasm-threads"), threads, close: crew.close }
}

async function start(
  threads: number,
  worker: Location | undefined,
): Promise<{ own: ReturnType<typeof heap>; crew: Crew }> {
  const own = heap(true)
  return { own, crew: await crewOf(own, threads, worker) }
}

const unsupported = (rule: string, received: string) =>
  fail("UNSUPPORTED", "threadedWasm", rule, received, "Use wasm(), which has one thread")
