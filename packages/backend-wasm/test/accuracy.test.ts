import { math } from "@gradual/backend-js"
import { ulp } from "@gradual/conformance"
import {
  compile,
  cos,
  erf,
  exp,
  expm1,
  log,
  log1p,
  logistic,
  type NDArray,
  pow,
  sin,
  sqrt,
  type Tensor,
  tanh,
} from "@gradual/core"
import { describe, expect, test } from "vitest"
import { wasm } from "../src/index.ts"

// A sample of what tooling/fits/sweep-wasm.mjs takes all of. The truth is float64, right to an ulp of that.

const backend = wasm()
const functions = { exp, expm1, log, log1p, tanh, logistic, erf, sin, cos, sqrt }
const special = [0, 2 ** -149, 2 ** -126, 2 ** -24, 0.5, 1, 1.5, 2, 3, 4, 2 ** 24, 2 ** 127, Infinity, Number.NaN]
const specials = [...special, ...special.map((x) => -x)]
/** Numbers of all sizes and both signs, and special values. */
const numbers = [...new Float32Array(Uint32Array.from({ length: 42_947 }, (_, i) => i * 100_003).buffer), ...specials]
const array = (values: readonly number[]): NDArray => ({
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
})

/** What float32 makes of the truth where that is no number to be off by an ulp: NaN, an infinity or a zero. */
const isExact = (truth: number) => truth === 0 || !Number.isFinite(Math.fround(truth))

/** What is wrong, for people: the function of which inputs, what came, and what should have. */
function wrong(results: ArrayLike<number>, truths: readonly number[], inputs: (i: number) => string): string[] {
  return truths.flatMap((truth, i) => {
    const result = results[i] as number
    const isRight = isExact(truth)
      ? Object.is(result, Math.fround(truth))
      : Math.abs(result - truth) <= ulp("float32", truth) && !Object.is(result, truth < 0 ? 0 : -0)
    return isRight ? [] : [`${inputs(i)}: ${result} for ${truth}`]
  })
}

describe("functions of float32 are within 1 ulp, with every special value", () => {
  test.each(Object.entries(functions))("%s", (name, fn) => {
    const results = compile.sync(backend, (x: Tensor) => fn(x))(array(numbers))
    const { data } = array(numbers)
    const truths = Array.from(data, math[name as keyof typeof functions])
    expect(wrong(results.data, truths, (i) => `${data[i]}`)).toEqual([])
  })

  test("pow, of all pairs of special values and of numbers of all sizes", () => {
    const powers = [...specials, -2.5, -1 / 3, 0.1, 2 / 3, 2.2, 7, 19, 1000, 2 ** 23 + 1].map(Math.fround)
    const bases = array(numbers.filter((_, i) => i % 20 === 0 || i >= numbers.length - specials.length))
    const f = compile.sync(backend, (x: Tensor, p: Tensor) => pow(x, p))
    for (const p of powers) {
      const results = f(bases, p)
      const truths = Array.from(bases.data, (x) => math.pow(x, p))
      expect(wrong(results.data, truths, (i) => `${bases.data[i]} to ${p}`)).toEqual([])
    }
  })
})
