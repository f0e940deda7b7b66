import type * as tf from "@tensorflow/tfjs"
import type { Contender } from "../contender.ts"
import { take, tensorflowOn, type TfBackend } from "./tensorflow.ts"

/**
 * An operator as one writes it with TensorFlow.js: its outputs, what to keep for the gradient (all else is freed), and
 * the gradient in the values for a cotangent.
 */
export type TfFormula<Saved extends tf.Tensor[]> = (
  values: tf.Tensor,
  p: number,
) => { value: tf.Tensor; saved: Saved; gradient: (cotangent: tf.Tensor, saved: Saved) => tf.Tensor }

/** A formula on one of TensorFlow.js's own backends. */
export function tfjs<Saved extends tf.Tensor[]>(
  name: string,
  backend: TfBackend,
  formula: TfFormula<Saved>,
): Contender {
  return {
    name,
    peer: true,
    prepare: async ({ shape, values, p }) => {
      const tf = await tensorflowOn(backend)
      const input = tf.tensor(values, [...shape], "float32")
      const operator = tf.customGrad((v, save) => {
        const { value, saved, gradient } = formula(v as tf.Tensor, p)
        ;(save as tf.GradSaveFunc)(saved)
        return { value, gradFunc: (cotangent, kept) => gradient(cotangent, kept as Saved) }
      })
      const both = tf.valueAndGrad((v: tf.Tensor) => tf.mean(operator(v)))
      return {
        run: async () => {
          await tensorflowOn(backend)
          const { value, grad } = both(input)
          return { value: take(value)[0] as number, gradient: take(grad) }
        },
        outputs: async () => {
          await tensorflowOn(backend)
          return take(tf.tidy(() => formula(input, p).value))
        },
        dispose: () => input.dispose(),
      }
    },
  }
}
