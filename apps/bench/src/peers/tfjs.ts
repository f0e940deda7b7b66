import type * as tf from "@tensorflow/tfjs"
import { type Kind, peersOf, type Ready, timed } from "../contender.ts"
import { inTurns } from "../in-turns.ts"
import type { Problem } from "../problem.ts"
import type { Loss } from "../workloads.ts"
import { take, tensorflowOn, type TensorFlow, type TfBackend } from "./tensorflow.ts"
import { type TfFormula, tfFormulas, tfLosses } from "./tfjs-formulas.ts"

/** Formulas on one of TensorFlow.js's own backends. */
export function tfjs(backend: TfBackend): Kind {
  return ({ name, loss }) =>
    peersOf(`tfjs-${backend}`, tfFormulas[name], (formula, problem) => prepare(backend, formula, loss, problem))
}

async function prepare(backend: TfBackend, formula: TfFormula, loss: Loss, problem: Problem): Promise<Ready> {
  const tf = await tensorflowOn(backend)
  const { shape, values, p } = problem
  const input = tf.tensor(values, [...shape], "float32")
  const extra = problem.extra.map(({ dtype, shape: own, data }) =>
    dtype === "int32" ? oneHot(tf, data, shape) : tf.tensor(data, [...own], dtype),
  )
  const objective = tfLosses[loss](formula)
  const both = tf.valueAndGrad((v: tf.Tensor) => objective(v, p, ...extra))
  const ready = timed({
    run: () => {
      const { value, grad } = both(input)
      return { value: take(value)[0] as number, gradient: take(grad) }
    },
    outputs: () => take(tf.tidy(() => formula(input, p, ...extra))),
    dispose: () => tf.dispose([input, ...extra]),
  })
  return inTurns(() => tensorflowOn(backend), ready)
}

/** Rows of zeros with a one at each label; made on the host, since not every backend makes them right. */
function oneHot(tf: TensorFlow, labels: ArrayLike<number>, shape: readonly number[]): tf.Tensor {
  const length = shape.at(-1) as number
  const ones = new Float32Array(labels.length * length)
  for (let row = 0; row < labels.length; row++) ones[row * length + (labels[row] as number)] = 1
  return tf.tensor(ones, [...shape])
}
