import { compile, mean, valueAndGrad } from "@gradual/core"
import { gradual } from "@gradual/operators"
import { tfjs, toTf } from "@gradual/backend-tfjs"
import { expect, test } from "vitest"
import { tfOn } from "./tf.ts"

test("the README's example does what it says", async () => {
  const tf = await tfOn("cpu")
  const f = compile.sync(
    tfjs(tf),
    valueAndGrad((values, p) => mean(gradual(values, p))),
  )
  const [loss, slope] = f(tf.tensor([0.2, 0.4, 0.6, 0.8]), 3)
  expect(loss.dataSync()[0]).toBeCloseTo(0.32, 6)
  const expected = [0.03, 0.12, 0.27, 0.03]
  for (const [i, each] of slope.dataSync().entries()) expect(each).toBeCloseTo(expected[i] as number, 6)

  const tfGradual = toTf(tf, gradual)
  const own = tf.grad((values) => tfGradual(values, tf.scalar(3)).mean())
  for (const [i, each] of own(tf.tensor([0.2, 0.4, 0.6, 0.8]))
    .dataSync()
    .entries())
    expect(each).toBeCloseTo(expected[i] as number, 6)
})
