import { goldens, runConformance } from "@gradual/conformance"
import { compile, cumsum, exp, mean, mul, type NDArray, sort, sub, sum, type Tensor, valueAndGrad } from "@gradual/core"
import { catalogue } from "@gradual/operators"
import { describe, expect, test } from "vitest"
import { compileWith, kernels } from "../src/backend.ts"
import { fused } from "../src/fused.ts"
import { js } from "../src/index.ts"

// Large values are computed a few rows at a time. Nobody may be able to tell: cut small, the cases are cut too.

const cutInto = (least: number, size: number) => ({
  ...js(),
  compile: compileWith(kernels, fused, { least, size }),
})
const whole = cutInto(Number.POSITIVE_INFINITY, 1)

test("every case of every kernel passes in small blocks", async () => {
  const cases = goldens.filter(({ cases }) => Object.hasOwn({ ...kernels, ...fused }, cases[0]?.fn ?? ""))
  const { results } = await runConformance(cutInto(1, 2), { cases })
  expect(results.filter(({ status }) => status === "failed")).toEqual([])
}, 60_000)

describe("bit for bit what whole arrays give", () => {
  const numbers = (...shape: number[]): NDArray => {
    const size = shape.reduce((a, b) => a * b, 1)
    return { dtype: "float32", shape, data: Float32Array.from({ length: size }, (_, k) => ((k * 7919) % 1009) / 1009) }
  }
  type Fn = (v: Tensor, p: Tensor) => Tensor
  const same = (backend: ReturnType<typeof js>, columns: number, fn: Fn) => {
    const inputs = [numbers(37, columns), numbers(37, 1)] // the last block has fewer rows
    const ask = (asked: typeof backend) =>
      compile.sync(
        asked,
        valueAndGrad((v, p) => sum(fn(v as Tensor, p as Tensor)), { argnums: [0, 1] }),
      )(...inputs)
    expect(ask(backend)).toEqual(ask(whole))
  }

  test.each(Object.values(catalogue))("$name", ({ operator }) => same(cutInto(1, 64), 20, (v, p) => operator(v, p)))
  test("at the size that is cut by default", () => same(js(), 1000, (v, p) => catalogue.gradual.operator(v, p)))
  test("along the axis that is cut", () =>
    same(js(), 1000, (v, p) => sort(cumsum(sub(exp(v), mean(mul(v, p), { axis: 0 })), { axis: 0 }))))
})
