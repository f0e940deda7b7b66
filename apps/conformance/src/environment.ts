import type { Backend } from "@gradual/core"

/** A backend of which only the seam is known. */
export type AnyBackend = Backend<unknown>

/** A backend made ready, and what it runs on. */
export interface Opened {
  readonly backend: AnyBackend
  /** Versions of the runtime's parts, and the device where there is one, by name. */
  readonly engines: Readonly<Record<string, string>>
  /** Settles, with a reason, when the device is gone and nothing more can be computed. */
  readonly lost?: Promise<string>
}

/** Opens a backend. It runs where the environment runs, and only there. */
export type Open = () => Promise<Opened>

/** Environments of one place: how to open a backend, by its name. */
export type Openers = Readonly<Record<string, Open>>
