import { type Contender, type Evaluation, type Kind, type Ready, timed } from "../contender.ts"
import { inTurns } from "../in-turns.ts"
import type { Problem } from "../problem.ts"
import type { Workload } from "../workloads.ts"
import { compiled, type Engine, inputsOf, outputsOf, valueAndGradientOf } from "./engine.ts"
import { engines } from "./engines.ts"

/** Gradual on each of its backends. */
export const ours: Kind = (workload) =>
  Object.entries(engines).map(
    ([name, open]): Contender => ({
      name,
      peer: false,
      prepare: async (problem) => await prepare(await open(), workload, problem),
    }),
  )

async function prepare<H>(engine: Engine<H>, workload: Workload, problem: Problem): Promise<Ready> {
  const { backend, take, beforeTurn } = engine
  const inputs: H[] = []
  for (const input of inputsOf(problem)) inputs.push(await backend.upload(input))
  const forward = compiled(backend, outputsOf(workload))
  const both = compiled(backend, valueAndGradientOf(workload))
  const evaluation = (results: readonly H[]): Evaluation => {
    const [value, gradient] = results.map(take) as [Float32Array, Float32Array]
    return { value: value[0] as number, gradient }
  }
  const ready = timed({
    run: () => {
      const results = both(...inputs)
      return results instanceof Promise ? results.then(evaluation) : evaluation(results)
    },
    outputs: async () => take((await forward(...inputs))[0] as H),
    dispose: () => {
      for (const held of [forward, both]) held.dispose()
      for (const input of inputs) backend.dispose(input)
    },
  })
  return beforeTurn === undefined ? ready : inTurns(beforeTurn, ready)
}
