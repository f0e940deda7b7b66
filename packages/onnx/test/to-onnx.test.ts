import {
  add,
  argmax,
  argsort,
  broadcastTo,
  cast,
  compile,
  concat,
  cumprod,
  cumsum,
  type DType,
  div,
  exp,
  grad,
  iota,
  logSoftmax,
  matmul,
  max,
  mean,
  mul,
  type NDArray,
  ndarray,
  oneHot,
  ones,
  prod,
  reshape,
  reverse,
  type Shape,
  slice,
  softmax,
  sort,
  sum,
  type Tensor,
  transpose,
  valueAndGrad,
  vjp,
} from "@gradual/core"
import { js } from "@gradual/backend-js"
import { catalogue, gradual } from "@gradual/operators"
import * as ort from "onnxruntime-web"
import { describe, expect, test } from "vitest"
import { type InputSpec, type Outputs, type ToOnnxOptions, toModel, toOnnx } from "../src/index.ts"
import { findChecker } from "./checker.ts"

type Fn = (...args: Tensor[]) => Outputs
const scalar: InputSpec = { shape: [] }

/** Runs a model on inputs by name. */
async function run(model: Uint8Array, inputs: Readonly<Record<string, NDArray>>): Promise<Record<string, NDArray>> {
  const session = await ort.InferenceSession.create(model)
  const feeds = Object.entries(inputs).map(([name, x]) => [name, new ort.Tensor(x.dtype, x.data, x.shape)] as const)
  const results = await session.run(Object.fromEntries(feeds))
  await session.release()
  const read = ({ type, dims, data }: ort.Tensor) => ndarray(type as DType, dims, data as NDArray["data"])
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, read(tensor)]))
}

/** Values in (0, 1), no two alike, the same on every run. */
function values(shape: Shape, seed = 1): NDArray {
  const size = shape.reduce((product, length) => product * length, 1)
  return ndarray(
    "float32",
    shape,
    Float32Array.from({ length: size }, (_, i) => ((i + seed) * 0.6180339887) % 1),
  )
}

function expectClose(actual: NDArray | undefined, expected: NDArray, what?: string): void {
  expect([actual?.dtype, actual?.shape], what).toEqual([expected.dtype, expected.shape])
  const [a, b] = [[...(actual?.data ?? [])], [...expected.data]]
  const scale = Math.max(...b.map(Math.abs), 0)
  const far = b.findIndex((x, i) => !(Math.abs(x - a[i]!) <= 1e-5 * scale) && !Object.is(x, a[i]))
  expect(far === -1 ? "" : `${what}: element ${far}: ${b[far]} expected, got ${a[far]}`).toBe("")
}

describe("a model of a function", () => {
  test("takes its arguments by name, in order, and returns its result", async () => {
    const inputs = { values: { shape: [2, 3], doc: "scores in [0, 1]" }, p: scalar }
    const model = toModel((v, p) => gradual(v!, p!), inputs, { name: "gradual" })
    expect(model.inputs).toEqual([
      { name: "values", dtype: "float32", shape: [2, 3], doc: "scores in [0, 1]" },
      { name: "p", dtype: "float32", shape: [] },
    ])
    expect(model.outputs).toEqual([{ name: "output", dtype: "float32", shape: [2, 3] }])
    const [v, p] = [values([2, 3]), values([], 7)]
    const { output } = await run(
      toOnnx((a, b) => gradual(a!, b!), inputs),
      { values: v, p },
    )
    expectClose(output, compile.sync(js(), (a, b) => gradual(a, b))(v, p))
  })

  test.each([
    ["a list", (x) => [x, exp(x)], {}, ["output_0", "output_1"]],
    ["a list with names", (x) => [x, exp(x)], { outputs: ["same", "power"] }, ["same", "power"]],
    ["an object", (x) => ({ power: exp(x), place: argmax(x) }), {}, ["power", "place"]],
  ] as [string, (x: Tensor) => Outputs, ToOnnxOptions, string[]][])(
    "names the outputs of %s",
    (_, fn, options, names) => {
      expect(toModel(fn as Fn, { x: { shape: [2] } }, options).outputs.map(({ name }) => name)).toEqual(names)
    },
  )

  test("computes in float64 for float64, and for float32 when headroom is asked for", async () => {
    const fn: Fn = (v, p) => gradual(v!, p!)
    const narrow = { values: { shape: [500] }, p: scalar }
    const [v, p] = [values([500]), ndarray("float32", [], new Float32Array([3.3]))]
    const y = compile.sync(js(), (a, b) => gradual(a, b))(v, p) // computes in float64
    const difference = async (options: ToOnnxOptions) => {
      const { output } = await run(toOnnx(fn, narrow, options), { values: v, p })
      return [...y.data].filter((x, i) => x !== output?.data[i]).length
    }
    expect(await difference({ headroom: true })).toBe(0)
    expect(await difference({})).toBeGreaterThan(0)
    const double = toModel(fn, { values: { shape: [3], dtype: "float64" }, p: { shape: [], dtype: "float64" } })
    expect(double.outputs[0]?.dtype).toBe("float64")
  })
})

describe("gradients", () => {
  const inputs = { values: { shape: [2, 3] }, p: scalar }

  test("of a scalar need no cotangent", async () => {
    const loss: Fn = (v, p) => mean(gradual(v!, p!))
    const model = toModel(loss, inputs, { gradients: true, outputs: ["loss"] })
    expect([model.inputs, model.outputs].map((list) => list.map(({ name }) => name))).toEqual([
      ["values", "p"],
      ["loss", "values_grad", "p_grad"],
    ])
    const given = { values: values([2, 3]), p: values([], 5) }
    const results = await run(toOnnx(loss, inputs, { gradients: true, outputs: ["loss"] }), given)
    const both = valueAndGrad((v: Tensor, p: Tensor) => mean(gradual(v, p)), { argnums: [0, 1] })
    const [y, [dv, dp]] = compile.sync(js(), both)(given.values, given.p)
    expectClose(results.loss, y)
    expectClose(results.values_grad, dv)
    expectClose(results.p_grad, dp)
  })

  test("of a tensor are those for a cotangent, which the model takes", async () => {
    const options = { gradients: ["p"] }
    const fn: Fn = (v, p) => gradual(v!, p!)
    const model = toModel(fn, inputs, options)
    expect(model.inputs.at(-1)).toEqual({
      name: "output_grad",
      dtype: "float32",
      shape: [2, 3],
      doc: "cotangent of output",
    })
    expect(model.outputs.map(({ name }) => name)).toEqual(["output", "p_grad"])
    const given = { values: values([2, 3]), p: values([], 5), output_grad: values([2, 3], 9) }
    const pull = (v: Tensor, p: Tensor, dy: Tensor) => vjp((a: Tensor, b: Tensor) => gradual(a, b), v, p)[1](dy)
    const [, dp] = compile.sync(js(), pull)(given.values, given.p, given.output_grad)
    expectClose((await run(toOnnx(fn, inputs, options), given)).p_grad, dp)
  })

  test("leave integers out, among inputs and outputs", () => {
    const fn: Fn = (x, i) => ({ y: mul(x!, cast(i!, { dtype: "float32" })), place: argmax(x!) })
    const model = toModel(fn, { x: { shape: [2] }, i: { shape: [2], dtype: "int32" } }, { gradients: true })
    expect(model.inputs.map(({ name }) => name)).toEqual(["x", "i", "y_grad"])
    expect(model.outputs.map(({ name }) => name)).toEqual(["y", "place", "x_grad"])
  })
})

describe("second derivatives", () => {
  const inputs = { values: { shape: [2, 3] }, p: { shape: [2, 1] }, dy: { shape: [2, 3] } }

  test.each(Object.values(catalogue))("of $name, by exporting its gradients with theirs", async ({ operator }) => {
    const pull = (v: Tensor, p: Tensor, dy: Tensor) => vjp((a: Tensor, b: Tensor) => operator(a, b), v, p)[1](dy)
    const slope: Fn = (v, p, dy) => sum(mul(pull(v!, p!, dy!)[0], values([2, 3], 2)))
    const given = { values: values([2, 3]), p: mulBy(values([2, 1], 4), 5), dy: values([2, 3], 9) }
    const results = await run(toOnnx(slope, inputs, { gradients: true }), given)
    const expected = compile.sync(
      js(),
      grad(slope as (...xs: Tensor[]) => Tensor, { argnums: [0, 1, 2] }),
    )(...Object.values(given))
    for (const [i, name] of Object.keys(inputs).entries())
      expectClose(results[`${name}_grad`], expected[i] as NDArray, name)
  })
})

describe("a dynamic length", () => {
  const axes = { x: { 0: "batch" } }
  const dynamic = { gradients: true, dynamicAxes: { values: { 0: "batch" }, p: { 0: "batch" } } }

  test.each(Object.keys(catalogue) as (keyof typeof catalogue)[])("is any: %s with its gradients", async (name) => {
    const { operator } = catalogue[name]
    const inputs = { values: { shape: [1, 5] }, p: { shape: [1, 1] } }
    const fn: Fn = (v, p) => operator(v!, p!)
    const model = toOnnx(fn, inputs, dynamic)
    expect(toModel(fn, inputs, dynamic).outputs.map(({ shape }) => shape[0])).toEqual(["batch", "batch", "batch"])
    for (const n of [1, 2, 3, 7, 64, 300]) {
      const given = { values: values([n, 5]), p: mulBy(values([n, 1], 4), 5), output_grad: values([n, 5], 9) }
      const results = await run(model, given)
      const all = (v: Tensor, p: Tensor, dy: Tensor) => {
        const [y, pullback] = vjp((a: Tensor, b: Tensor) => operator(a, b), v, p)
        return [y, ...pullback(dy)] as const
      }
      const [y, dv, dp] = compile.sync(js(), all)(given.values, given.p, given.output_grad)
      expectClose(results.output, y, `${name}, ${n} rows`)
      expectClose(results.values_grad, dv, `∂values of ${name}, ${n} rows`)
      expectClose(results.p_grad, dp, `∂p of ${name}, ${n} rows`)
    }
  })

  const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
    "mean over all": (x) => mean(mul(x, x)),
    "mean over it": (x) => mean(x, { axis: 0 }),
    "sum, max and argmax over it": (x) => add(sum(x, { axis: 0 }), mul(max(x, { axis: 0 }), argmax(x, { axis: 0 }))),
    "softmax along it": (x) => softmax(x, { axis: 0 }),
    logSoftmax: (x) => logSoftmax(x, { axis: 0 }),
    "sorting along it": (x) => add(sort(x, { axis: 0 }), argsort(x, { axis: 0, descending: true })),
    "merged with another axis": (x) => reshape(transpose(x), { shape: [-1] }),
    "twice, in an outer product": (x) => matmul(x, transpose(x)),
    "reverse, cumsum and concat along it": (x) =>
      concat([reverse(x, { axis: 0 }), cumsum(x, { axis: 0 })], { axis: 0 }),
    "its halves": (x) => {
      const n = x.shape[0] as number
      return slice(concat([x, exp(x)], { axis: 0 }), { start: [n, 1], end: [2 * n, 3] })
    },
    "broadcast to it, counted along it": (x) =>
      div(add(broadcastTo(1, { shape: x.shape }), iota({ shape: x.shape })), x.shape[0] as number),
    "one-hot of places in it": (x) => oneHot(argmax(x, { axis: 0 }), { depth: x.shape[0] as number }),
    "prod along it": (x) => prod(x, { axis: 0 }),
  }

  test.each(Object.entries(functions))("is any: %s", async (name, fn) => {
    const model = toOnnx(fn as Fn, { x: { shape: [4, 3] } }, { dynamicAxes: axes })
    for (const n of [1, 2, 5, 40]) {
      const x = values([n, 3])
      expectClose((await run(model, { x })).output, compile.sync(js(), fn)(x), `${name}, ${n}`)
    }
  })

  test.each(Object.entries(functions).filter(([name]) => name !== "prod along it"))(
    "is any: gradient of %s",
    async (name, fn) => {
      const loss = (x: Tensor) => sum(mul(fn(x), fn(x)))
      const model = toOnnx(loss as Fn, { x: { shape: [4, 3] } }, { dynamicAxes: axes, gradients: true })
      const gradient = (x: Tensor) => vjp(loss, x)[1](ones({ shape: [] }))[0] as Tensor
      for (const n of [1, 2, 5, 40]) {
        const x = values([n, 3])
        expectClose((await run(model, { x })).x_grad, compile.sync(js(), gradient)(x), `${name}, ${n}`)
      }
    },
  )

  test("is one of several, told apart", async () => {
    const fn: Fn = (a, b) => matmul(a!, b!)
    const dynamicAxes = { a: { 0: "n", 1: "k" }, b: { 0: "k", "-1": "m" } }
    const inputs = { a: { shape: [1, 1] }, b: { shape: [1, 1] } }
    expect(toModel(fn, inputs, { dynamicAxes }).outputs[0]?.shape).toEqual(["n", "m"])
    const model = toOnnx(fn, inputs, { dynamicAxes })
    for (const [n, k, m] of [
      [1, 2, 3],
      [4, 4, 4],
      [5, 1, 2],
    ] as const) {
      const [a, b] = [values([n, k]), values([k, m])]
      expectClose((await run(model, { a, b })).output, compile.sync(js(), (x, y) => matmul(x, y))(a, b))
    }
  })

  test("is declared as what it is", () => {
    const fn: Fn = (x) => [x!, reshape(x!, { shape: [-1] }), sum(x!, { axis: 0 })]
    const { inputs, outputs } = toModel(fn, { x: { shape: [2, 3] } }, { dynamicAxes: axes })
    expect([...inputs, ...outputs].map(({ shape }) => shape)).toEqual([["batch", 3], ["batch", 3], ["3*batch"], [3]])
  })

  test("passes ONNX's own checker", ({ skip }) => {
    const checker = findChecker()
    if (checker === undefined) return skip("no python3 with onnx here: install Debian's python3-onnx")
    const opset = Math.min(21, checker.opset)
    const models = Object.entries(functions).map(
      ([name, fn]) => [name, toOnnx(fn as Fn, { x: { shape: [4, 3] } }, { dynamicAxes: axes, opset })] as const,
    )
    expect(checker.check(Object.fromEntries(models))).toEqual([])
  })

  test.each([
    ["runs along it step by step", (x: Tensor) => cumprod(x, { axis: 0 })],
    [
      "has a gradient that does",
      (x: Tensor) => vjp((y: Tensor) => prod(y, { axis: 0 }), x)[1](ones({ shape: [3] }))[0] as Tensor,
    ],
    ["branches on it", (x: Tensor) => ((x.shape[0] as number) > 100 ? exp(x) : x)],
    ["cuts it at a number", (x: Tensor) => slice(x, { start: [0, 0], end: [(x.shape[0] as number) - 1, 3] })],
    [
      "holds an array of that length",
      (x: Tensor) => add(x, ndarray("float32", [x.shape[0] as number, 1], new Float32Array(x.shape[0] as number))),
    ],
    ["multiplies integers along it", (x: Tensor) => prod(cast(x, { dtype: "int32" }), { axis: 0 })],
  ])("is refused where the function %s", (_, fn) => {
    const act = () => toOnnx(fn as Fn, { x: { shape: [4, 3] } }, { dynamicAxes: axes })
    expect(act).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }))
  })
})

describe("what does not fit is refused", () => {
  const x = { x: { shape: [2, 3] } }
  const same: Fn = (t) => t!
  test.each([
    [
      "gradients in what is no input",
      same,
      x,
      { gradients: ["y"] },
      "INPUT",
      /gradients must name inputs in floating point \(x\)\. Received: "y"/,
    ],
    [
      "a dynamic axis of what is no input",
      same,
      x,
      { dynamicAxes: { y: { 0: "n" } } },
      "INPUT",
      /must name inputs \(x\)\. Received: y/,
    ],
    [
      "a dynamic axis that is not there",
      same,
      x,
      { dynamicAxes: { x: { 2: "n" } } },
      "SHAPE",
      /must be axes of \[2,3\]\. Received: 2/,
    ],
    [
      "a dynamic axis without a name",
      same,
      x,
      { dynamicAxes: { x: { 0: "" } } },
      "INPUT",
      /must give axis 0 of x a name/,
    ],
    ["names that are not one for each", same, x, { outputs: ["a", "b"] }, "INPUT", /a name for each of the 1 outputs/],
    ["an output with an input's name", same, x, { outputs: ["x"] }, "INPUT", /all different\. Received: "x"/],
    ["a function that returns no tensors", (() => 3) as unknown as Fn, x, {}, "INPUT", /must return tensors/],
    [
      "gradients of integers",
      (t: Tensor) => argmax(t),
      x,
      { gradients: true },
      "NOT_DIFFERENTIABLE",
      /an output in floating point/,
    ],
    ["a shape that is none", same, { x: { shape: [-1] } }, {}, "SHAPE", /the shape of x must be a list .*\[-1\]/],
    [
      "a dtype that is none",
      same,
      { x: { shape: [], dtype: "half" as DType } },
      {},
      "DTYPE",
      /the dtype of x must be one of .*"half"/,
    ],
    [
      "shapes that do not fit",
      (a: Tensor, b: Tensor) => add(a, b),
      { a: { shape: [2] }, b: { shape: [3] } },
      {},
      "SHAPE",
      /add: shapes do not broadcast/,
    ],
  ] as [string, Fn, Record<string, InputSpec>, ToOnnxOptions, string, RegExp][])(
    "%s",
    (_, fn, inputs, options, code, message) => {
      const act = () => toOnnx(fn, inputs, options)
      expect(act).toThrow(message)
      expect(act).toThrow(expect.objectContaining({ code }))
    },
  )
})

function mulBy({ dtype, shape, data }: NDArray, factor: number): NDArray {
  return ndarray(
    dtype,
    shape,
    (data as Float32Array).map((x) => x * factor),
  )
}
