import { contenders as recruit } from "./contenders.ts"
import { isolated } from "./isolate.ts"
import { type Absence, bench, oneLine, type Progress, type Result } from "./measure/bench.ts"
import { UsageError } from "./options.ts"
import type { Workload } from "./workloads.ts"

/** What was measured, and who did not take part. */
export interface Comparison {
  readonly results: readonly Result[]
  readonly absences?: readonly Absence[]
}

/** One workload in one shape. */
export interface Setting {
  readonly workload: Workload
  readonly shape: readonly number[]
  readonly p: number
  readonly runs: number
  /** Names; everyone where undefined. */
  readonly contenders: readonly string[] | undefined
}

/** Compares in this process. */
export async function compareHere(setting: Setting, progress: Progress): Promise<Comparison> {
  const all = recruit()
  try {
    const { workload, contenders: names } = setting
    const contenders = all.of(workload).filter(({ name }) => names === undefined || names.includes(name))
    if (contenders.length === 0)
      throw new UsageError(`--contenders has nobody who computes ${workload.name}. Received: ${names?.join(",")}.`)
    const { results, absences } = await bench({ ...setting, contenders }, progress)
    return absences.length === 0 ? { results } : { results, absences }
  } finally {
    await all.close()
  }
}

/**
 * Compares in a process of its own: where several are compared, none finds memory or compiled code of another. If that process ends
 * without a result, everyone in it failed, and the others are still compared.
 */
export async function compareAlone({ workload, shape, p, runs, contenders }: Setting): Promise<Comparison> {
  const args = ["--workload", workload.name, "--shape", shape.join(), `--p=${p}`, "--runs", String(runs)]
  const names = contenders?.join()
  try {
    return await isolated([...args, ...(names === undefined ? [] : ["--contenders", names])])
  } catch (error) {
    const contender = names ?? "everyone"
    return {
      results: [],
      absences: [{ workload: workload.name, shape, contender, peer: false, reason: oneLine(error) }],
    }
  }
}
