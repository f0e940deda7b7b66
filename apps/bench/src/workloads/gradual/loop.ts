import type { Loop } from "../../contenders/loop.ts"
import { rowsOf } from "../../problem.ts"

/** One pass over each row for its maximum, one for everything else, with one power per element. */
export const gradualLoop: Loop = {
  run: (problem) => {
    const { values, p } = problem
    const { rows, length } = rowsOf(problem)
    const gradient = new Float32Array(values.length)
    const slope = p / values.length
    let total = 0
    for (let row = 0; row < rows; row++) {
      const from = row * length
      const to = from + length
      const top = maximum(values, from, to)
      for (let i = from; i < to; i++) {
        const value = values[i] as number
        const base = value === top ? 1 - value : value
        const power = base ** (p - 1)
        total += value === top ? 1 - base * power : base * power
        gradient[i] = slope * power
      }
    }
    return { value: total / values.length, gradient }
  },
  outputs: (problem) => {
    const { values, p } = problem
    const { length } = rowsOf(problem)
    const outputs = new Float32Array(values.length)
    for (let from = 0; from < values.length; from += length) {
      const top = maximum(values, from, from + length)
      for (let i = from; i < from + length; i++) {
        const value = values[i] as number
        outputs[i] = value === top ? 1 - (1 - value) ** p : value ** p
      }
    }
    return outputs
  },
}

function maximum(values: Float32Array, from: number, to: number): number {
  let top = Number.NEGATIVE_INFINITY
  for (let i = from; i < to; i++) if ((values[i] as number) > top) top = values[i] as number
  return top
}
