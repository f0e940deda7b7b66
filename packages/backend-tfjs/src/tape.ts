import type { GradSaveFunc } from "@tensorflow/tfjs-core"
import type { Handle, TensorFlow } from "./runtime.ts"

/** Maps the cotangent of an output to those of all inputs; `saved` are copies of the inputs. */
export type Pullback = (output: number, dy: Handle, saved: readonly Handle[]) => Handle[]

/** Whether TensorFlow.js writes down what is computed now, to differentiate it. */
export function isRecording(tf: TensorFlow): boolean {
  const { gradientDepth, kernelDepth } = tf.engine().state
  return gradientDepth > 0 && kernelDepth === 0
}

/**
 * Runs something as ops of TensorFlow.js: its tape gets an op per output, with the gradient given, and nothing of what is
 * computed inside, most of which it could not differentiate (comparisons) or would differentiate otherwise.
 *
 * @remarks A gradient finds copies of the inputs: the inputs themselves may be gone by then, and copies of outputs are on the tape
 * before the op itself, so that no path would lead from there to the inputs for second derivatives.
 * @param inputs - what the tape sees as the inputs.
 * @param values - tensors of the same values, to make the copies of.
 */
export function asOps(
  tf: TensorFlow,
  inputs: readonly Handle[],
  values: readonly Handle[],
  run: () => readonly Handle[],
  pull: Pullback,
): Handle[] {
  const results: Handle[] = []
  const op = (output: number): Handle =>
    tf.customGrad((...args) => {
      if (output === 0) {
        results.push(...run())
        for (const other of results.slice(1)) tf.keep(other) // they outlive the first op, which computes them all
      }
      const save = args.at(-1) as GradSaveFunc
      save([...values])
      const gradFunc = (dy: Handle, saved: Handle[]): Handle[] => pull(output, dy, saved)
      return { value: output === 0 ? results[0]! : tf.clone(results[output]!), gradFunc }
    })(...inputs)
  try {
    const first = op(0)
    return [first, ...results.slice(1).map((_, i) => op(i + 1))]
  } finally {
    for (const other of results.slice(1)) other.dispose()
  }
}
