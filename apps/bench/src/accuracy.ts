import type { Problem, Ready } from "./contender.ts"
import { rowsOf } from "./problem.ts"
import type { Workload } from "./workload.ts"

/** The largest errors found, in units in the last place of float32 at the true result. */
export interface Accuracy {
  readonly output: number
  readonly gradient: number
}

/** Elements to look at: enough to see the worst within a few percent, few enough to stay a small part of the run. */
const sampleSize = 2 ** 18

/** Compares a contender's results with the truth on rows spread evenly over the problem. */
export async function accuracyOf(workload: Workload, problem: Problem, ready: Ready): Promise<Accuracy> {
  const { rows, length } = rowsOf(problem)
  const outputs = await ready.outputs()
  const { gradient } = await ready.run()
  const step = Math.max(1, Math.floor((rows * length) / sampleSize))
  const worst = { output: 0, gradient: 0 }
  for (let row = 0; row < rows; row += step) {
    const truth = workload.truth(problem, row, row + 1)
    for (let i = 0; i < length; i++) {
      const at = row * length + i
      worst.output = Math.max(worst.output, ulps(outputs[at] as number, truth.outputs[i] as number))
      worst.gradient = Math.max(worst.gradient, ulps(gradient[at] as number, truth.gradient[i] as number))
    }
  }
  return worst
}

const words = new DataView(new ArrayBuffer(8))

/** The distance of a float32 from a true value, in units of the last place there; Infinity for a wrong special value. */
export function ulps(got: number, truth: number): number {
  if (Object.is(Math.fround(truth), got)) return Math.abs(got - truth) / unit(truth) || 0
  if (!Number.isFinite(got) || !Number.isFinite(truth)) return Number.POSITIVE_INFINITY
  return Math.abs(got - truth) / unit(truth)
}

/** The gap between float32 numbers at `x`: 2^(e − 23) for 2^e ≤ |x| < 2^(e + 1). */
function unit(x: number): number {
  words.setFloat64(0, x)
  const exponent = ((words.getUint16(0) >>> 4) & 0x7ff) - 1023
  return 2 ** (Math.max(exponent, -126) - 23)
}
