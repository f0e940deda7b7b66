import type { Timed } from "../contender.ts"

/** A plain copy of the values, which nothing that reads an array and writes another can beat. */
export function copy(values: Float32Array): Timed {
  const target = new Float32Array(values.length)
  return {
    time: (calls) => {
      const start = performance.now()
      for (let k = 0; k < calls; k++) target.set(values)
      return performance.now() - start
    },
  }
}
