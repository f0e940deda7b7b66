import { functionOf, goldens, toValues } from "@gradual/conformance"
import { compile, type NDArray, print, sum, type Tensor, vjp } from "@gradual/core"
import { js } from "@gradual/backend-js"
import { catalogue, functions } from "@gradual/operators"
import { describe, expect, test } from "vitest"

/** A backend that has float64, and for which headroom is not worth its price. */
const frugal = { ...js(), capabilities: { ...js().capabilities, headroom: false } }
const [values, p] = [new Float32Array([0.2, 0.5, 0.4]), new Float32Array([3])]
const wideValues: NDArray = { dtype: "float64", shape: [3], data: Float64Array.from(values) }

describe.each(Object.values(catalogue))("$name", ({ operator }) => {
  const derivatives = (v: Tensor, e: Tensor) => {
    const [y, pull] = vjp((a: Tensor, b: Tensor) => sum(operator(a, b)), v, e)
    const first = pull(1)
    const [, pullAgain] = vjp((a: Tensor, b: Tensor) => [...vjp(operator, a, b)[1](first[0])], v, e)
    return [y, ...first, ...pullAgain([first[0], first[1]])]
  }

  test("computes in float64 inside where that is worth it, to any order of derivative", () => {
    expect(print(compile(js(), derivatives).program(values, p))).toContain("float64")
    expect(print(compile(frugal, derivatives).program(values, p))).not.toContain("float64")
  })

  test("computes in float64 where its arguments are float64", () => {
    const program = compile(frugal, operator).program(wideValues, p)
    expect(program.outputs[0]?.dtype).toBe("float64")
  })
})

describe("a case in float32 of each function beside the catalogue", () => {
  const narrow = goldens
    .flatMap(({ cases }) => cases)
    .filter(({ fn, inputs }) => Object.hasOwn(functions, fn) && inputs.every(({ dtype }) => dtype !== "float64"))
  const sample = [...new Map(narrow.map((one) => [one.fn, one])).values()]

  test("there is one", () => {
    expect(sample.map(({ fn }) => fn).sort()).toEqual(Object.keys(functions).sort())
  })

  test.each(sample.map((one) => [one.fn, one] as const))(
    "%s asks for no float64",
    (_, { fn, inputs, attrs = {}, gradients }) => {
      const outputs = (...xs: Tensor[]) => functionOf(fn)?.(xs, attrs) ?? []
      const derived = (...xs: Tensor[]) =>
        gradients === undefined
          ? outputs(...xs)
          : vjp((...ys: Tensor[]) => sum(outputs(...ys)[0] as Tensor), ...xs)[1](1)
      const program = compile(frugal, derived as (...xs: Tensor[]) => Tensor[]).program(...inputs.map(toValues))
      expect(print(program)).not.toContain("float64")
    },
  )
})
