import { type Kind, peersOf, timed } from "../contender.ts"
import { loops } from "./loop-formulas.ts"

/** Loops written by hand, without any library: what the language itself allows. */
export const plainJs: Kind = ({ name }) =>
  peersOf("plain-js", { posted: loops[name] }, async (loop, problem) =>
    timed({
      run: () => loop(problem),
      outputs: () => {
        const outputs = new Float32Array(problem.values.length) // as many as there can be
        loop(problem, outputs)
        return outputs
      },
      dispose: () => {},
    }),
  )
