import { goldens, parseCases } from "@gradual/conformance"
import { describe, expect, test } from "vitest"

const good = {
  schema: "gradual.cases/1",
  cases: [
    {
      id: "exp/zero",
      fn: "exp",
      inputs: [{ dtype: "float32", shape: [1], data: [0] }],
      outputs: [{ dtype: "float32", shape: [1], data: [1] }],
      cotangents: [{ dtype: "float32", shape: [1], data: [1] }],
      gradients: [{ dtype: "float32", shape: [1], data: [1] }],
    },
  ],
}
const parse = (file: unknown) => parseCases(JSON.stringify(file), "my.json")
const withCase = (change: object) => ({ ...good, cases: [{ ...good.cases[0], ...change }] })

describe("case files", () => {
  test("a good one is taken, with fields that nobody knows", () => {
    expect(parse({ ...withCase({ color: "red" }), made: "by hand" }).cases).toHaveLength(1)
  })

  test("the goldens are good ones, and their ids unique", () => {
    const ids = goldens.flatMap((file) => parse(file).cases.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each([
    ["{", /^my.json: the file must be JSON\. Received: /],
    [[], /^my.json: file: an object with schema and cases expected/],
    [
      { ...good, schema: "gradual.cases/2" },
      'my.json: schema: "gradual.cases/1" expected. Received: "gradual.cases/2".',
    ],
    [{ ...good, cases: {} }, "my.json: cases: a list expected. Received: {}."],
    [
      { ...good, cases: [...good.cases, ...good.cases] },
      'my.json: cases[1].id: every id must be used once. Received: "exp/zero".',
    ],
    [
      withCase({ fn: "exq" }),
      /^my.json: cases\[0\] \(exp\/zero\).fn: one of the functions .* expected\. Received: "exq"\.$/,
    ],
    [withCase({ fn: "constructor" }), /one of the functions/],
    [
      withCase({ inputs: [{ dtype: "float32", shape: [2], data: [0] }] }),
      'my.json: cases[0] (exp/zero).inputs[0].data: 2 numbers expected for shape [2]. Received: "1 numbers".',
    ],
    [
      withCase({ inputs: [{ dtype: "float16", shape: [1], data: [0] }] }),
      /inputs\[0\].dtype: one of bool, int32, float32, float64 expected\. Received: "float16"\./,
    ],
    [
      withCase({ inputs: [{ dtype: "float32", shape: [1], data: [null] }] }),
      /inputs\[0\].data\[0\]: a number, "NaN", .* expected\. Received: null\./,
    ],
    [withCase({ inputs: [{ dtype: "bool", shape: [1], data: [1] }] }), /data\[0\]: true or false expected/],
    [withCase({ inputs: [{ dtype: "int32", shape: [1], data: [0.5] }] }), /data\[0\]: an integer from -2147483648 to/],
    [withCase({ inputs: [{ dtype: "int32", shape: [1], data: ["NaN"] }] }), /data\[0\]: an integer .* Received: "NaN"/],
    [
      withCase({ cotangents: [{ dtype: "float32", shape: [], data: [1] }] }),
      /cotangents\[0\].shape: the shape \[1\] of outputs\[0\] expected/,
    ],
    [withCase({ gradients: [] }), /gradients: one for each of the 1 inputs expected/],
    [withCase({ cotangents: undefined }), /cotangents: gradients need them/],
    [withCase({ second: { tangents: [null] } }), /second.products: a list of tensors expected/],
    [withCase({ attrs: [] }), /attrs: an object expected/],
  ])("%# is refused: where, what, what was received", (file, message) => {
    const text = typeof file === "string" ? file : JSON.stringify(file)
    expect(() => parseCases(text, "my.json")).toThrow(message)
  })
})
