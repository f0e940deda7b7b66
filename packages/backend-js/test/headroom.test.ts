import { compile, type NDArray, print, sum, type Tensor, vjp } from "@gradual/core"
import { js } from "@gradual/backend-js"
import { catalogue } from "@gradual/operators"
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
