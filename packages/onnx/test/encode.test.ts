import { readFileSync } from "node:fs"
import { add, exp, type GradualError, log1p, type Program, sort } from "@gradual/core"
import { InferenceSession, Tensor } from "onnxruntime-web"
import { describe, expect, test } from "vitest"
import { encode } from "../src/index.ts"
import { findChecker } from "./checker.ts"
import { decode, messagesOf, textsOf } from "./decode.ts"
import { goldenPrograms, programOf } from "./programs.ts"

const sum = programOf((x, y) => add(x!, y!), [1, 2], 3)

describe("a model", () => {
  test("says what made it, in which version of which format, and what it is", () => {
    const options = {
      name: "total",
      doc: "Adds.",
      docs: { a: "one term", y: "the sum" },
      inputs: ["a", "b"],
      outputs: ["y"],
    }
    const model = decode(encode(sum, options))
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      version: string
    }
    expect(model.get(1)).toEqual([10n])
    expect([2, 3, 6].map((field) => textsOf(model, field))).toEqual([["gradual"], [version], ["Adds."]])
    const [opset] = messagesOf(model, 8)
    expect([textsOf(opset!, 1), opset!.get(2)]).toEqual([[""], [21n]])
    const [graph] = messagesOf(model, 7)
    expect(textsOf(graph!, 2)).toEqual(["total"])
    const infos = [11, 12].flatMap((field) => messagesOf(graph!, field))
    expect(infos.map((info) => [textsOf(info, 1), textsOf(info, 3)].flat())).toEqual([
      ["a", "one term"],
      ["b"],
      ["y", "the sum"],
    ])
  })

  test("of an older version has that version's format", () => {
    const model = decode(encode(sum, { opset: 17 }))
    expect([model.get(1), messagesOf(model, 8)[0]!.get(2)]).toEqual([[8n], [17n]])
  })

  test("names every node, after the op that it is part of, and no two alike", () => {
    const [graph] = messagesOf(decode(encode(programOf((x) => sort(log1p(exp(log1p(x!)))), [1, 2]))), 7)
    const names = messagesOf(graph!, 1).flatMap((node) => textsOf(node, 3))
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(names.map((name) => name.split("/")[0]))).toEqual(new Set(["log1p", "exp", "log1p_1", "sort"]))
  })

  test("runs, whatever its inputs and outputs are called", async () => {
    const inputs = ["add/Add", "eingabe größe π 😀"]
    const session = await InferenceSession.create(encode(sum, { inputs, outputs: ["add"] }))
    const feeds = { [inputs[0]!]: new Tensor("float32", [1, 2], [2]), [inputs[1]!]: new Tensor("float32", [3], []) }
    expect((await session.run(feeds)).add?.data).toEqual(new Float32Array([4, 5]))
  })

  test("may return an argument, a constant, and one value twice", async () => {
    const program = programOf((x) => [x!, exp(x!), exp(x!), add(1, 1)], [0])
    const session = await InferenceSession.create(encode(program))
    const { y0, y1, y2, y3 } = await session.run({ x0: new Tensor("float32", [0], [1]) })
    expect([y0, y1, y2, y3].map((y) => y?.data[0])).toEqual([0, 1, 1, 2])
  })

  test.each([
    [{ opset: 16 }, "VALUE", "opset must be one of 17, 18, 19, 20, 21. Received: opset=16."],
    [{ inputs: ["a"] }, "INPUT", 'a name for each of the 2 inputs expected. Received: ["a"].'],
    [
      { outputs: ["x0"] },
      "INPUT",
      'names of inputs and outputs must be texts, not empty and all different. Received: "x0".',
    ],
    [
      { outputs: [""] },
      "INPUT",
      'names of inputs and outputs must be texts, not empty and all different. Received: "".',
    ],
  ])("refuses %j", (options, code, message) => {
    const refused = (): GradualError | undefined => {
      try {
        encode(sum, options)
      } catch (error) {
        return error as GradualError
      }
    }
    expect(refused()?.message).toBe(`onnx: ${message}`)
    expect(refused()?.code).toBe(code)
  })

  test("for GPUs has no float64", () => {
    const wide = programOf((x) => exp(x!), new Float64Array(1))
    expect(() => encode(wide, { target: "gpu" })).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }))
  })
})

const isWide = ({ inputs, outputs }: Program) => [...inputs, ...outputs].some(({ dtype }) => dtype === "float64")

describe("ONNX's own checker", () => {
  const checker = findChecker()
  const why = "no python3 with onnx here: install Debian's python3-onnx"

  test("passes the models of all golden cases", { timeout: 240_000 }, ({ skip }) => {
    if (checker === undefined) return skip(why)
    const opset = Math.min(checker.opset, 21)
    const models = new Map<string, readonly [id: string, model: Uint8Array]>()
    for (const [id, program] of Object.entries(goldenPrograms()))
      for (const target of isWide(program) ? (["cpu"] as const) : (["cpu", "gpu"] as const)) {
        // of programs that differ in lengths and constants alone, one
        const kind = program.equations.map(({ op, output }) => `${op.name} ${output.dtype} ${output.shape.length}`)
        models.set(`${target} ${kind}`, [`${id} on ${target}`, encode(program, { target, opset })])
      }
    expect(models.size).toBeGreaterThan(500)
    expect(checker.check(Object.fromEntries(models.values()))).toEqual([])
  })

  test("finds what is wrong", ({ skip }) => {
    if (checker === undefined) return skip(why)
    const good = encode(sum, { opset: 17 })
    const floatAnd = Buffer.from(good)
    floatAnd.write("And", floatAnd.indexOf('"\x03Add') + 2) // its op: a field 4 of 3 bytes
    const problems = checker.check({ good, cut: good.subarray(0, -9), floatAnd })
    expect(problems.map((problem) => problem.split(":")[0])).toEqual(["cut", "floatAnd"])
  })
})
