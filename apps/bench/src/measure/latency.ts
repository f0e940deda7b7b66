import { compiled, inputsOf, valueAndGradientOf } from "../ours/engine.ts"
import { engines } from "../ours/engines.ts"
import { makeProblem, workloads } from "../workloads.ts"
import { warm, measure } from "./measure.ts"
import { quantile, summarize } from "./statistics.ts"

/** How long one waits for little work: value and gradient of gradual on [1, 5]. */
export interface Latency {
  readonly contender: string
  /** From nothing but loaded code to the first result: making the backend, compiling, running. */
  readonly firstCallMs: number
  /** Tracing and compiling a program, once the engine knows the way. */
  readonly compileMs: number
  /** A call with inputs in the backend's memory. */
  readonly callMicroseconds: number
  /** A call with arrays of numbers. */
  readonly callFromArraysMicroseconds: number
}

/** The engine learns the way in the first half; the second is measured. */
const compilations = 120
const runs = 9

/** Measures one of Gradual's backends. The first call is only the first in a process where nothing else has run. */
export async function latencyOf(name: string): Promise<Latency> {
  const workload = workloads.gradual
  const arrays = inputsOf(makeProblem(workload, [1, 5], 3.3))
  const computation = valueAndGradientOf(workload)

  const start = performance.now()
  const engine = await engines[name]?.()
  if (engine === undefined) throw new Error(`${name} is not one of Gradual's backends`)
  const { backend, take, beforeTurn } = engine
  const f = compiled(backend, computation)
  for (const result of await f(...arrays)) take(result)
  const firstCallMs = performance.now() - start

  const compileTimes: number[] = []
  for (let k = 0; k < compilations; k++) {
    const from = performance.now()
    const fresh = compiled(backend, computation)
    const executable = await backend.compile(fresh.program(...arrays))
    compileTimes.push(performance.now() - from)
    executable.dispose()
  }

  const uploaded = await Promise.all(arrays.map((array) => backend.upload(array)))
  const microseconds = async (inputs: readonly unknown[]): Promise<number> => {
    const time = async (calls: number): Promise<number> => {
      await beforeTurn?.()
      const from = performance.now()
      for (let k = 0; k < calls; k++) {
        const results = f(...inputs)
        for (const result of results instanceof Promise ? await results : results) take(result)
      }
      return performance.now() - from
    }
    const [samples] = await measure([await warm({ time })], runs, () => {})
    return summarize(samples as number[]).median * 1000
  }
  return {
    contender: name,
    firstCallMs,
    compileMs: quantile(compileTimes.slice(compilations / 2), 0.5),
    callMicroseconds: await microseconds(uploaded),
    callFromArraysMicroseconds: await microseconds(arrays),
  }
}

/** Each number's median over several processes. */
export function medianLatency(several: readonly Latency[]): Latency {
  const [first] = several as readonly [Latency]
  const median = (key: Exclude<keyof Latency, "contender">) =>
    quantile(
      several.map((each) => each[key]),
      0.5,
    )
  return {
    contender: first.contender,
    firstCallMs: median("firstCallMs"),
    compileMs: median("compileMs"),
    callMicroseconds: median("callMicroseconds"),
    callFromArraysMicroseconds: median("callFromArraysMicroseconds"),
  }
}
