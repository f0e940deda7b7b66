import { isolated } from "./isolate.ts"
import type { Progress } from "./measure/bench.ts"
import { type Latency, latencyOf, medianLatency } from "./measure/latency.ts"
import { engines } from "./ours/engines.ts"
import { UsageError } from "./options.ts"

const processes = 3

/** The latencies of ours. One is measured here; several in processes of their own, where the first call is the first. */
export async function latencies(names: readonly string[] | undefined, progress: Progress): Promise<readonly Latency[]> {
  const ours = Object.keys(engines)
  const foreign = names?.find((name) => !ours.includes(name))
  if (foreign !== undefined)
    throw new UsageError(`--latency takes --contenders of ${ours.join(", ")}. Received: ${foreign}.`)
  if (names?.length === 1) return [await latencyOf(names[0] as string)]
  const measured: Latency[] = []
  for (const name of names ?? ours) {
    const several: Latency[] = []
    for (let k = 0; k < processes; k++) {
      progress(`latency of ${name}, ${k + 1} of ${processes}`)
      const { latency } = await isolated<{ latency: [Latency] }>(["--latency", "--contenders", name])
      several.push(latency[0])
    }
    measured.push(medianLatency(several))
  }
  progress("")
  return measured
}
