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

/** Why a backend is not on this machine, and how to get it: no failure. */
export interface Absent {
  readonly absent: string
}

/** Opens a backend. It runs where the environment runs, and only there. Throws for what is here and does not open. */
export type Open = () => Promise<Opened | Absent>

/** Environments of one place: how to open a backend, by its name. */
export type Openers = Readonly<Record<string, Open>>
