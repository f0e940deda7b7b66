import type { Contender, Evaluation, Problem } from "../contender.ts"

/** Code written by hand for one operator, without any library: what the language itself allows. */
export interface Loop {
  run(problem: Problem): Evaluation
  outputs(problem: Problem): Float32Array
}

/** A loop written by hand. */
export function loop({ run, outputs }: Loop): Contender {
  return {
    name: "plain-js",
    peer: true,
    prepare: (problem) => ({ run: () => run(problem), outputs: () => outputs(problem), dispose: () => {} }),
  }
}
