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
  // a compilation that failed has nothing to dispose of, and its caller has been told
  const release = ({ executable }: Entry<E>): unknown =>
    executable instanceof Promise
      ? executable.then((ready) => ready.dispose()).catch(() => undefined)
      : executable.dispose()
  return {
    get(call: Arguments<unknown>): Entry<E> {
      const key = JSON.stringify(call.form)
      const entry = entries.get(key) ?? make(call)
      entries.delete(key)
      entries.set(key, entry) // last used, last evicted
      const [oldest] = entries
      if (entries.size > cacheSize && oldest !== undefined) {
        entries.delete(oldest[0])
        release(oldest[1])
      }
      return entry
    },
    forget(call: Arguments<unknown>): void {
      entries.delete(JSON.stringify(call.form))
    },
    clear(): void {
      for (const entry of entries.values()) release(entry)
      entries.clear()
    },
  }
}
