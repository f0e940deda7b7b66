import { type Problem, rowsOf } from "../problem.ts"
import { type Truth, truthOf } from "../truth.ts"
import type { WorkloadName } from "../workloads.ts"

/** Elements to look at: enough to see the worst within a few percent, few enough to stay a small part of the run. */
const sampleSize = 2 ** 18

/**
 * The largest error found on rows spread evenly over the problem, in units in the last place of float32 at the true result, or at
 * the sum of the terms that cancel in it.
 */
export function worstOf(what: keyof Truth, numbers: Float32Array, workload: WorkloadName, problem: Problem): number {
  const { rows, length } = rowsOf(problem)
  const step = Math.max(1, Math.floor((rows * length) / sampleSize))
  let worst = 0
  for (let row = 0; row < rows; row += step) {
    const { values, magnitudes } = truthOf(workload, problem, row)[what]
    for (let i = 0; i < values.length; i++) {
      const got = numbers[row * values.length + i] as number
      worst = Math.max(worst, ulps(got, values[i] as number, magnitudes[i] as number))
    }
  }
  return worst
}

const words = new DataView(new ArrayBuffer(8))

/** The distance of a float32 from a true value in ulps of a magnitude; Infinity for a wrong special value. */
export function ulps(got: number, value: number, magnitude: number): number {
  if (Object.is(Math.fround(value), got)) return Math.abs(got - value) / unit(magnitude) || 0
  if (!Number.isFinite(got) || !Number.isFinite(value)) return Number.POSITIVE_INFINITY
  return Math.abs(got - value) / unit(magnitude)
}

/** The gap between float32 numbers at `x`: 2^(e − 23) for 2^e ≤ |x| < 2^(e + 1). */
function unit(x: number): number {
  words.setFloat64(0, x)
  const exponent = ((words.getUint16(0) >>> 4) & 0x7ff) - 1023
  return 2 ** (Math.max(exponent, -126) - 23)
}
