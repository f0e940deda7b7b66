import { createHash } from "node:crypto"
import { goldens, type KnownFailures, lawIds, probeIds } from "@gradual/conformance"
import { knownFailuresOf } from "../known-failures.ts"
import type { Measured } from "./support.ts"

/** What an environment is measured with, as a digest: all cases, probes and laws, and what is known to fail on its backend. */
export function suiteOf(backend: string, known: KnownFailures | undefined): string {
  const failures = known?.failures.filter((failure) => failure.backend === backend) ?? []
  return createHash("sha256")
    .update(JSON.stringify([goldens, probeIds, lawIds, failures]))
    .digest("hex")
    .slice(0, 16)
}

/** Whether an environment was measured with the suite as it is now. */
export function isOfToday(id: string, { suite }: Pick<Measured, "suite">): boolean {
  const backend = id.slice(id.indexOf("/") + 1)
  return suite === suiteOf(backend, knownFailuresOf(backend))
}
