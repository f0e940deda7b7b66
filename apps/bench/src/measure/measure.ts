import type { Timed } from "../contender.ts"

/** Milliseconds that a contender gets to warm up, so that the engine has compiled its loops. */
const warmUp = 500
/** Milliseconds that a sample lasts at least: short calls are repeated, since the clock is coarse. */
const sampleLength = 20
/** Milliseconds for all samples of a contender: slow ones get fewer, but some. */
const budget = 1000
const fewest = 3

/** A contender that is warm, and the milliseconds of its fastest call so far. */
export interface Warm {
  readonly timed: Timed
  readonly fastest: number
}

/** Calls a contender for a while. */
export async function warm(timed: Timed, duration: number = warmUp): Promise<Warm> {
  await timed.time(1) // what is compiled at the first call
  const start = performance.now()
  let fastest = Number.POSITIVE_INFINITY
  do fastest = Math.min(fastest, await timed.time(1))
  while (performance.now() - start < duration)
  return { timed, fastest }
}

/**
 * Milliseconds per call, up to `runs` samples of each contender. Contenders take turns, in an order that shifts, so that a
 * disturbance of the machine falls on all. Where the process has `--expose-gc`, each starts with the others' garbage gone.
 */
export async function measure(
  contenders: readonly Warm[],
  runs: number,
  onRun: (run: number) => void,
): Promise<number[][]> {
  const plans = contenders.map(({ timed, fastest }) => {
    const repeats = Math.max(1, Math.ceil(sampleLength / fastest))
    const count = Math.min(runs, Math.max(fewest, Math.floor(budget / (repeats * fastest))))
    return { timed, repeats, count, samples: [] as number[] }
  })
  for (let run = 0; run < runs; run++) {
    onRun(run)
    for (let turn = 0; turn < plans.length; turn++) {
      const { timed, repeats, count, samples } = plans[(run + turn) % plans.length] as (typeof plans)[number]
      // those with fewer samples have them spread over the runs
      if (Math.floor(((run + 1) * count) / runs) === Math.floor((run * count) / runs)) continue
      globalThis.gc?.()
      samples.push((await timed.time(repeats)) / repeats)
    }
  }
  return plans.map(({ samples }) => samples)
}
