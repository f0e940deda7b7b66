import type { Ready } from "./contender.ts"

/** Milliseconds that a contender gets to warm up, so that the engine has compiled its loops. */
const warmUp = 500
/** Milliseconds that a sample lasts at least: short calls are repeated, since the clock is coarse. */
const sampleLength = 20

/**
 * Milliseconds per call, `runs` samples of each contender. Contenders take turns, in an order that shifts, so that a
 * disturbance of the machine falls on all. Where the process has `--expose-gc`, each starts with the others' garbage gone.
 */
export async function measure(
  contenders: readonly Ready[],
  runs: number,
  onRun: (run: number) => void,
): Promise<number[][]> {
  const repeats: number[] = []
  for (const contender of contenders) repeats.push(await repeatsOf(contender))
  const samples = contenders.map((): number[] => [])
  for (let run = 0; run < runs; run++) {
    onRun(run)
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (run + turn) % contenders.length
      globalThis.gc?.()
      const time = await timeOf(contenders[index] as Ready, repeats[index] as number)
      samples[index]?.push(time)
    }
  }
  return samples
}

/** Warms a contender up; how many calls make a sample. */
async function repeatsOf(contender: Ready): Promise<number> {
  const start = performance.now()
  await timeOf(contender, 1)
  let fastest = Number.POSITIVE_INFINITY
  do fastest = Math.min(fastest, await timeOf(contender, 1))
  while (performance.now() - start < warmUp)
  return Math.max(1, Math.ceil(sampleLength / fastest))
}

async function timeOf(contender: Ready, repeats: number): Promise<number> {
  const start = performance.now()
  for (let k = 0; k < repeats; k++) {
    const result = contender.run()
    if (result instanceof Promise) await result
  }
  return (performance.now() - start) / repeats
}
