import { mul, sum, type Tensor } from "@gradual/core"
import { gradual } from "@gradual/operators"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import * as tf from "@tensorflow/tfjs-core"
import { expect, test } from "vitest"
import { toTf } from "../src/index.ts"
import { wasmFolder } from "./wasm-folder.ts"

test("@tensorflow/tfjs-core alone, which has no gradients, will do", async () => {
  setWasmPaths(wasmFolder)
  await tf.setBackend("wasm")
  expect(tf.getGradient("Multiply")).toBeUndefined()
  const loss = toTf(tf, (x: Tensor, p: Tensor) => sum(mul(gradual(x, p), [1, 2, 3])))
  const x = tf.tensor([0.2, 0.5, 0.3])
  const slope = (y: tf.Tensor): tf.Tensor => tf.grad((z) => loss(z, 2))(y)
  const close = (y: tf.Tensor, to: readonly number[]) => {
    for (const [i, value] of to.entries()) expect(y.dataSync()[i]).toBeCloseTo(value, 5)
  }
  close(slope(x), [0.4, 2 * 2 * 0.5, 3 * 0.6])
  close(tf.grad(slope)(x), [2, -4, 6])
  close(tf.grad(tf.grad(slope) as (y: tf.Tensor) => tf.Tensor)(x), [0, 0, 0])
})
