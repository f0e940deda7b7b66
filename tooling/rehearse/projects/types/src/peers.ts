// The entries whose declarations name those of other libraries, which do not all check under strict settings.
import { ort } from "@gradual/backend-ort"
import { tfjs, toTf } from "@gradual/backend-tfjs"
import { conformance } from "@gradual/conformance/vitest"
import { compile, mean, type Tensor, valueAndGrad } from "@gradual/core"
import { gradual } from "@gradual/operators"
import * as tf from "@tensorflow/tfjs-core"
import * as onnxruntime from "onnxruntime-common"

const f = compile.sync(
  tfjs(tf),
  valueAndGrad((values: Tensor, p: Tensor) => mean(gradual(values, p))),
)
const [value] = f(tf.tensor([0.2, 0.4]), 3)
export const scalar: tf.Tensor = value
export const op: tf.Tensor = toTf(tf, gradual)(tf.tensor([0.2, 0.4]), tf.scalar(3))
export const tests: () => void = () => conformance({ backend: () => ort(onnxruntime) })
