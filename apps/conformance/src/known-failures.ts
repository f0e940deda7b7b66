import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { type KnownFailure, type KnownFailures, parseKnownFailures } from "@gradual/conformance"
import { environments } from "./environments.ts"

const { resolve } = createRequire(import.meta.url)

/** What is known to fail on a backend: the list that its adapter exports, if it does. An adapter is the first part of its name. */
export function knownFailuresOf(backend: string): KnownFailures | undefined {
  const name = `@gradual/backend-${backend.split("-")[0]}/known-failures.json`
  try {
    return parseKnownFailures(readFileSync(resolve(name), "utf8"), name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return undefined
    throw error
  }
}

/** What is known to fail on all backends. */
export function allKnownFailures(): KnownFailure[] {
  const backends = [...new Set(environments.map(({ backend }) => backend))]
  return backends.flatMap((name) => knownFailuresOf(name)?.failures.filter(({ backend }) => backend === name) ?? [])
}
