import type { Executable } from "./backend.ts"
import type { Arguments, Traced } from "./trace.ts"

/** Programs a compiled function keeps; the one not used for longest goes first. */
const cacheSize = 32

/** A compiled program and the form of its result. */
export interface Entry<E> extends Traced {
  readonly executable: E
}

/** What {@link programCache} makes. */
export interface ProgramCache<E> {
  /** The program for arguments of these types, made if there is none. */
  get(call: Arguments<unknown>): Entry<E>
  /** Drops a program that failed to compile, so that the next call tries again. */
  forget(call: Arguments<unknown>): void
  /** Keeps a program from being freed, dropped or not, until a call of it has settled. */
  holdUntil(entry: Entry<E>, settled: Promise<unknown>): void
  /** Frees all programs. */
  clear(): void
}

/**
 * The compiled programs of one function, by the types of its arguments. Holds a bounded number, so that a caller whose
 * shapes keep changing does not fill the device.
 */
export function programCache<E extends Executable<unknown> | Promise<Executable<unknown>>>(
  make: (call: Arguments<unknown>) => Entry<E>,
): ProgramCache<E> {
  const entries = new Map<string, Entry<E>>()
  let latest: { readonly key: string; readonly entry: Entry<E> } | undefined
  const calls = new Map<Entry<E>, number>() // of each program that are under way
  const dropped = new Set<Entry<E>>()
  // a compilation that failed has nothing to dispose of, and its caller has been told
  const free = ({ executable }: Entry<E>): unknown =>
    executable instanceof Promise
      ? executable.then((ready) => ready.dispose()).catch(() => undefined)
      : executable.dispose()
  const release = (entry: Entry<E>): unknown => (calls.has(entry) ? dropped.add(entry) : free(entry))
  return {
    get(call: Arguments<unknown>): Entry<E> {
      const key = JSON.stringify(call.form)
      if (latest?.key === key) return latest.entry // small calls come often
      const entry = entries.get(key) ?? make(call)
      entries.delete(key)
      entries.set(key, entry) // last used, last evicted
      const [oldest] = entries
      if (entries.size > cacheSize && oldest !== undefined) {
        entries.delete(oldest[0])
        release(oldest[1])
      }
      latest = { key, entry }
      return entry
    },
    forget(call: Arguments<unknown>): void {
      latest = undefined
      entries.delete(JSON.stringify(call.form))
    },
    holdUntil(entry: Entry<E>, settled: Promise<unknown>): void {
      calls.set(entry, (calls.get(entry) ?? 0) + 1)
      const end = (): void => {
        const left = (calls.get(entry) as number) - 1
        if (left > 0) calls.set(entry, left)
        else calls.delete(entry)
        if (left === 0 && dropped.delete(entry)) free(entry)
      }
      settled.then(end, end)
    },
    clear(): void {
      for (const entry of entries.values()) release(entry)
      entries.clear()
      latest = undefined
    },
  }
}
