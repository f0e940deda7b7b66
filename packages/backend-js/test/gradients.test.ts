import {
  add,
  cast,
  compile,
  evaluate,
  exp,
  grad,
  hvp,
  isFloat,
  jacobian,
  jvp,
  limitProduct,
  log,
  mul,
  type NDArray,
  pow,
  sin,
  softmax,
  square,
  stopGradient,
  straightThrough,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  withGradient,
} from "@gradual/core"
import { type Case, functionOf, goldens, toValues } from "@gradual/conformance"
import { catalogue } from "@gradual/operators"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { js } from "../src/index.ts"

const backend = js()
const value = (x: Tensor): number[] => [...evaluate.sync(backend, x).data]

/** Golden cases in float64 that ask for gradients: they say which functions, shapes and options there are. */
const asked = goldens
  .flatMap((file) => file.cases)
  .filter(({ gradients, inputs, outputs, tags = [] }) => {
    if (tags.includes("nan") || tags.includes("empty")) return false
    const dtypes = [...inputs, ...outputs].map(({ dtype }) => dtype)
    return (
      gradients !== undefined && outputs.length === 1 && outputs[0]?.dtype === "float64" && !dtypes.includes("float32")
    )
  })
/** A few of each function, differing in shape or options. */
const sample = [
  ...new Map(asked.map((one) => [`${one.fn} ${one.inputs.map(({ shape }) => shape.join()).join(";")}`, one])).values(),
]

/** Numbers between `low` and `high` of the input's dtype (Lehmer's generator). */
function scatter(input: NDArray, seed: number, low: number, high: number): NDArray {
  const data = input.data.slice()
  let state = seed * 7919 + 1
  for (let i = 0; i < data.length; i++) {
    state = (state * 48271) % 2147483647
    data[i] = low + ((high - low) * state) / 2147483647
  }
  return { ...input, data } as NDArray
}

/** Inputs in general position inside the domain of every function; integers and booleans as the case has them. */
function insideInputs(one: Case): NDArray[] {
  return one.inputs.map(toValues).map((input, i) => {
    if (!isFloat(input.dtype)) return input
    if (!Object.hasOwn(catalogue, one.fn) || i !== 1) return scatter(input, i + 2, 0.1, 0.9)
    // beyond α = 3/2 a share ends where it reaches 0 with an edge, or a wall: no place for differences
    const { parameters = {} } = catalogue[one.fn as keyof typeof catalogue]
    return "alpha" in parameters ? scatter(input, 5, 1.1, 1.5) : scatter(input, 5, 1.1, 3)
  })
}

function functionOfCase(one: Case): (...xs: Tensor[]) => Tensor {
  return (...xs) => {
    const [y] = functionOf(one.fn)?.(xs, one.attrs ?? {}) ?? []
    return y as Tensor
  }
}

/** By definition their gradient is that of something smoother than their values. Truth is in their cases. */
const hasOtherGradient = ({ fn, attrs }: Case) =>
  ["hardTopK", "perturbedArgmax", "straightThroughArgmax", "straightThroughTopK"].includes(fn) || attrs?.hard === true

/** How far gradients are from central differences, relative to the largest of 1, the gradient and the value. */
function distanceFromDifferences(one: Case): number {
  const inputs = insideInputs(one)
  const [cotangent] = (one.cotangents ?? []).map(toValues)
  const weighted = compile.sync(backend, (...xs: Tensor[]) =>
    sum(mul(functionOfCase(one)(...xs), cotangent as NDArray)),
  )
  const valueAt = (...xs: NDArray[]) => weighted(...xs).data[0] as number
  const gradients = compile.sync(backend, (...xs: Tensor[]) =>
    vjp(functionOfCase(one), ...xs)[1](cotangent as NDArray),
  )(...inputs) as readonly NDArray[]
  const h = 2 ** -12
  const distances = inputs.flatMap((input, i) => {
    if (!isFloat(input.dtype)) return []
    const exact = (gradients[i] as NDArray).data
    // a difference has the rounding of the values that it is of
    const scale = Math.max(1, Math.abs(valueAt(...inputs)), ...[...exact].map(Math.abs))
    return Array.from(input.data, (x, k) => {
      const at = (shifted: number) => {
        const moved = { ...input, data: input.data.slice() }
        moved.data[k] = shifted
        return valueAt(...inputs.map((other, j) => (j === i ? moved : other)))
      }
      // Richardson: the error of order h² cancels
      const slope = (step: number) => (at(x + step) - at(x - step)) / (x + step - (x - step))
      const difference = (4 * slope(h / 2) - slope(h)) / 3
      return Math.abs(difference - (exact[k] as number)) / scale
    })
  })
  return Math.max(0, ...distances)
}

describe("against central differences in float64", () => {
  const named = (cases: readonly Case[]) => cases.map((one) => [one.id, one] as const)

  test("there are cases of most functions", () => {
    expect(new Set(sample.map(({ fn }) => fn)).size).toBeGreaterThan(80)
  })

  test.each(named(sample.filter((one) => !hasOtherGradient(one))))("%s", (_, one) => {
    expect(distanceFromDifferences(one)).toBeLessThan(1e-9)
  })

  test.each(named(sample.filter(hasOtherGradient)))("%s has another gradient than its steps", (_, one) => {
    expect(distanceFromDifferences(one)).toBeGreaterThan(1e-3)
  })
})

describe("forward and reverse mode agree: ⟨c, J t⟩ = ⟨Jᵀ c, t⟩", () => {
  const random = fc.integer({ min: 1, max: 2 ** 20 })
  test.each(sample.map((one) => [one.id, one] as const))("%s", (_, one) => {
    const inputs = insideInputs(one)
    const [cotangent] = (one.cotangents ?? []).map(toValues)
    const isolated = compile.sync(backend, (...args: Tensor[]) => {
      const [xs, ts] = [args.slice(0, inputs.length), args.slice(inputs.length)]
      const [, forward] = jvp(functionOfCase(one), xs, ts)
      const pulled = vjp(functionOfCase(one), ...xs)[1](cotangent as NDArray)
      const terms = xs.map((x, i) =>
        isFloat(x.dtype) ? sum(mul(pulled[i] as Tensor, ts[i] as Tensor)) : sum(mul(0, forward)),
      )
      return [
        sum(mul(forward, cotangent as NDArray)),
        terms.reduce((a, b) => add(a, b)),
        sum(mul(pulled[0] as Tensor, pulled[0] as Tensor)),
      ]
    })
    fc.assert(
      fc.property(random, (seed) => {
        const tangents = inputs.map((input, i) => (isFloat(input.dtype) ? scatter(input, seed + i, -0.5, 0.5) : input))
        const [forward, reverse, size] = isolated(...inputs, ...tangents).map(({ data }) => data[0] as number) as [
          number,
          number,
          number,
        ]
        const scale = Math.max(1, Math.sqrt(size), Math.abs(forward))
        expect(Math.abs(forward - reverse) / scale).toBeLessThan(1e-9)
      }),
      { numRuns: 3, seed: 7 },
    )
  })
})

describe("transforms nest", () => {
  test("to the third derivative", () => {
    const third = grad(grad(grad((x) => pow(x, 4))))
    expect(value(third(2))).toEqual([48])
  })

  test("without confusing the variables of nested gradients", () => {
    // d/dx (x · d/dy (x + y) at y = x) = d/dx (x · 1)
    expect(value(grad((x) => mul(x, grad((y) => add(x, y))(x)))(3))).toEqual([1])
  })

  test("Hessian and Jacobian of known functions", () => {
    const f = (x: Tensor) => sum(mul(square(x), [1, 2, 3]))
    expect(value(hvp(f, [[1, 1, 1]], [[1, 10, 100]])[0])).toEqual([2, 40, 600])
    expect(value(jacobian((x) => grad(f)(x))([1, 1, 1]))).toEqual([2, 0, 0, 0, 4, 0, 0, 0, 6])
    const rows = jacobian((x) => softmax(x))([1, 1])
    expect(rows.shape).toEqual([2, 2])
    expect(value(rows)).toEqual([0.25, -0.25, -0.25, 0.25])
  })

  test("over trees of parameters", () => {
    const loss = ({ w, b }: { w: Tensor; b: readonly [Tensor] }, x: Tensor) => sum(add(mul(w, x), b[0]))
    const slopes = grad(loss)({ w: tensor([1, 2]), b: [tensor(0.5)] }, tensor([3, 4]))
    expect(value(slopes.w)).toEqual([3, 4])
    expect(value(slopes.b[0])).toEqual([2])
  })

  test("a function that does not depend on its argument has gradient zero", () => {
    expect(value(grad((x) => sum(mul(stopGradient(x), 2)))([1, 2]))).toEqual([0, 0])
  })

  test("a gradient through 100,000 operations", () => {
    const deep = (x: Tensor): Tensor => {
      let y = x
      for (let i = 0; i < 100_000; i++) y = sin(y)
      return y
    }
    const [y, dy] = compile.sync(backend, valueAndGrad(deep))(1)
    expect(y.data[0]).toBeCloseTo(Math.sqrt(3 / 100_000), 4)
    expect(dy.data[0]).toBeGreaterThan(0)
  })
})

describe("gradients at infinity", () => {
  const slopes = (fn: (a: Tensor, b: Tensor) => Tensor, a: number, b: number) =>
    grad(fn, { argnums: [0, 1] })(a, b).map((slope) => value(slope)[0])
  const inf = Number.POSITIVE_INFINITY

  test("of a product in which zero wins are zero where it did", () => {
    expect(slopes(limitProduct, 0, inf)).toEqual([0, 0])
    expect(slopes(limitProduct, -inf, 0)).toEqual([0, 0])
    expect(slopes(limitProduct, 2, inf)).toEqual([inf, 2])
    expect(value(grad(grad((x) => limitProduct(x, limitProduct(x, x))))(0))).toEqual([0])
    expect(value(limitProduct(tensor(1, "float64"), 0.1))).toEqual([0.1])
  })

  test("of a power are zero in its base", () => {
    for (const x of [0, 0.5, 1, 2]) for (const p of [inf, -inf]) expect(slopes(pow, x, p)[0], `${x}^${p}`).toBe(0)
  })
})

test("through an integer nothing flows back", () => {
  const steps = (x: Tensor) => sum(mul(x, cast(cast(x, { dtype: "int32" }), { dtype: "float32" })))
  expect(value(grad(steps)([1.9, -2.5]))).toEqual([1, -2]) // that of the factor, and not of the step
})

describe("gradients by decree", () => {
  test("straightThrough has the value of one and the gradient of the other, bit for bit", () => {
    const hard = new Float32Array([0.1, 1 / 3, 7e-8])
    const f = (x: Tensor) => straightThrough(hard, exp(x))
    expect([...evaluate.sync(backend, f(vectorOf(0, 1, 2))).data]).toEqual([...hard])
    expect(value(grad((x) => sum(f(x)))([0, 1, 2]))).toEqual([1, Math.E, Math.E ** 2].map(Math.fround))
  })

  test("withGradient replaces the gradient, to any order, and hides what it captures", () => {
    const scaled = stopGradient(5)
    const cube = withGradient(
      (x: Tensor) => mul(mul(x, mul(x, x)), scaled),
      (dy, _y, [x]) => [mul(dy, log(x))],
    )
    expect(value(cube(2) as Tensor)).toEqual([40])
    expect(value(grad((x) => cube(x))(2))).toEqual([Math.fround(Math.log(2))])
    expect(value(grad(grad((x) => cube(x)))(2))).toEqual([0.5])
  })
})

function vectorOf(...entries: number[]): Tensor {
  return add(entries, 0)
}
