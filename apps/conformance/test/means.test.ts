import { js } from "@gradual/backend-js"
import { compile, mean, mul, type NDArray, sum, type Tensor, valueAndGrad } from "@gradual/core"
import { expect, test } from "vitest"
import { gradual } from "@gradual/operators"

const length = 997
const values: NDArray = {
  dtype: "float32",
  shape: [1, length],
  data: Float32Array.from({ length }, (_, i) => (((i + 1) * 7919) % 1009) / 1009),
}
const gradientOf = (loss: (v: Tensor, p: Tensor) => Tensor, p: number) =>
  compile.sync(js(), valueAndGrad(loss))(values, p)[1].data

test.each([0.7, 2.5, 3.3, 17])("the gradient of a mean is right to its last bit, p = %d", (p) => {
  const sharpness = Math.fround(p)
  const top = values.data.indexOf(Math.max(...values.data))
  const right = [...values.data].map((v, i) => (sharpness * (i === top ? 1 - v : v) ** (sharpness - 1)) / length)
  expect([...gradientOf((v, e) => mean(gradual(v, e)), p)]).toEqual(right.map(Math.fround))
})

test("a mean of which half counts has half the gradient, a sum as many times as there are elements", () => {
  const whole = gradientOf((v, e) => mean(gradual(v, e)), 3)
  const half = gradientOf((v, e) => mul(0.5, mean(gradual(v, e))), 3)
  const total = gradientOf((v, e) => sum(gradual(v, e)), 3)
  for (const [i, one] of whole.entries()) {
    expect(half[i]! / one).toBeCloseTo(0.5, 6)
    expect(total[i]! / one / length).toBeCloseTo(1, 6)
  }
})
