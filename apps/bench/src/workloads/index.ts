import type { Workload } from "../workload.ts"
import { gradualWorkload } from "./gradual/index.ts"

/** Everything that can be measured, by name. */
export const workloads: ReadonlyMap<string, Workload> = new Map(
  [gradualWorkload].map((workload) => [workload.name, workload]),
)
