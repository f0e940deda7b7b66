import { createHash } from "node:crypto"
import { goldens, type KnownFailures, lawIds, probeIds } from "@gradual/conformance"

/** What an environment is measured with, as a digest: all cases, probes and laws, and what is known to fail on its backend. */
export function suiteOf(backend: string, known: KnownFailures | undefined): string {
  const failures = known?.failures.filter((failure) => failure.backend === backend) ?? []
  return createHash("sha256")
    .update(JSON.stringify([goldens, probeIds, lawIds, failures]))
    .digest("hex")
    .slice(0, 16)
}
