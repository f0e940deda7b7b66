import * as tf from "@tensorflow/tfjs"
import type { Contender } from "../contender.ts"

/**
 * An operator as one writes it with TensorFlow.js: its outputs, what to keep for the gradient (all else is freed), and
 * the gradient in the values for a cotangent.
 */
export type TfFormula<Saved extends tf.Tensor[]> = (
  values: tf.Tensor,
  p: number,
) => { value: tf.Tensor; saved: Saved; gradient: (cotangent: tf.Tensor, saved: Saved) => tf.Tensor }

/** A formula on TensorFlow.js's own plain JavaScript backend. */
export function tfjsCpu<Saved extends tf.Tensor[]>(name: string, formula: TfFormula<Saved>): Contender {
  return {
    name,
    peer: true,
    prepare: async ({ shape, values, p }) => {
      // production mode is the fastest, and leaves out the advice to install tfjs-node
      tf.enableProdMode()
      await tf.setBackend("cpu")
      const input = tf.tensor(values, [...shape], "float32")
      const operator = tf.customGrad((v, save) => {
        const { value, saved, gradient } = formula(v as tf.Tensor, p)
        ;(save as tf.GradSaveFunc)(saved)
        return { value, gradFunc: (cotangent, kept) => gradient(cotangent, kept as Saved) }
      })
      const both = tf.valueAndGrad((v: tf.Tensor) => tf.mean(operator(v)))
      return {
        run: () => {
          const { value, grad } = both(input)
          return { value: take(value)[0] as number, gradient: take(grad) }
        },
        outputs: () => take(tf.tidy(() => formula(input, p).value)),
        dispose: () => input.dispose(),
      }
    },
  }
}

/** The numbers of a tensor, which is freed. Outside tidy, which would look for tensors among them one by one. */
function take(tensor: tf.Tensor): Float32Array {
  const numbers = tensor.dataSync<"float32">()
  tensor.dispose()
  return numbers
}
