import type { Setting } from "./comparison.ts"
import type { Options } from "./options.ts"
import { workloads } from "./workloads.ts"

const rowLength = 1000
const defaults = ["gradual-wasm", "gradual-js"]
/** A backend that keeps every intermediate in memory of its own is not asked for more. */
const mostElements: Readonly<Record<string, number>> = { "gradual-wasm": 1e8 }

/** gradual on rows of 1000, each contender alone, from 1000 elements up by factors of ten. */
export function scalingSettings({ contenders = defaults, p, runs }: Options): readonly Setting[] {
  return contenders.flatMap((name) => {
    const settings: Setting[] = []
    for (let elements = 1e3; elements <= (mostElements[name] ?? 1e7); elements *= 10)
      settings.push({
        workload: workloads.gradual,
        shape: [elements / rowLength, rowLength],
        p,
        runs,
        contenders: [name],
      })
    return settings
  })
}
