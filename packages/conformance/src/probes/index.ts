import type { Backend } from "@gradual/core"
import type { Result } from "../report.ts"
import { arithmetic } from "./arithmetic.ts"
import type { Probe } from "./probe.ts"
import { seam } from "./seam.ts"

const probes: readonly Probe[] = [...seam, ...arithmetic]
const idOf = ({ id }: Probe): string => `probe/${id}`

/**
 * The ids of all probes.
 *
 * @example
 * ```ts
 * import { probeIds } from "@gradual/conformance"
 * console.log(probeIds.includes("probe/log-of-zero")) // true
 * ```
 */
export const probeIds: readonly string[] = probes.map(idOf)

/**
 * Probes what a backend claims: its capabilities, and the seam itself. A claim that a program contradicts is a failure; what is
 * not claimed is skipped.
 *
 * @param filter - probe only what has this text in its id.
 * @param onResult - hears of each as it is done.
 * @example
 * ```ts
 * import { runProbes } from "@gradual/conformance"
 * import { js } from "@gradual/backend-js"
 * const [result] = await runProbes(js(), "log-of-zero")
 * console.log(result?.id, result?.status) // probe/log-of-zero passed
 * ```
 */
export async function runProbes<H>(
  backend: Backend<H>,
  filter: string = "",
  onResult: (result: Result) => void = () => {},
): Promise<Result[]> {
  const results: Result[] = []
  for (const probe of probes.filter((one) => idOf(one).includes(filter))) {
    const result = await runProbe(backend, probe)
    results.push(result)
    onResult(result)
  }
  return results
}

async function runProbe<H>(backend: Backend<H>, probe: Probe): Promise<Result> {
  const [id, worst] = [idOf(probe), { output: null, gradient: null }]
  const { declared, otherwise, isMade } = probe.claim
  if (!isMade(backend.capabilities)) return { id, status: "skipped", worst, detail: otherwise }
  try {
    const contradiction = await probe.contradiction(backend)
    if (contradiction === undefined) return { id, status: "passed", worst }
    return { id, status: "failed", worst, detail: `${declared}${contradiction}` }
  } catch (error) {
    return { id, status: "failed", worst, detail: error instanceof Error ? error.message : String(error) }
  }
}
