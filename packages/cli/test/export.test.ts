import { readFileSync } from "node:fs"
import { join } from "node:path"
import { InferenceSession, Tensor } from "onnxruntime-web"
import { describe, expect, test } from "vitest"
import { folder, gradual } from "./terminal.ts"

const floats = (...data: number[]) => new Tensor("float32", data, [1, data.length])

/** Exports with these arguments into a folder of its own. */
async function exported(...args: readonly string[]) {
  const cwd = folder()
  const { code, stdout, stderr } = await gradual(["export", ...args, "--out", "sub/model.onnx"], { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  const [path, ...lines] = stdout.trimEnd().split("\n")
  expect(path).toBe(join(cwd, "sub/model.onnx"))
  return { session: await InferenceSession.create(readFileSync(path as string)), lines }
}

describe("gradual export", () => {
  test("writes a model of the operator, and says what it takes and returns", async () => {
    const { session, lines } = await exported("gradual", "--shape", "1,4")
    expect(lines.slice(1)).toEqual([
      "  takes",
      "    values  float32  [1, 4]  scores; entries along an axis compete",
      "    p       float32  []      sharpness",
      "  returns",
      "    output  float32  [1, 4]",
    ])
    expect(lines[0]).toMatch(/^ {2}\d+ nodes of opset 21, \d+\.\d kB$/)
    const { output } = await session.run({ values: floats(0.2, 0.4, 0.6, 0.8), p: new Tensor("float32", [3], []) })
    expect([...(output!.data as Float32Array)].map((x) => x.toFixed(6))).toEqual(
      [0.008, 0.064, 0.216, 0.992].map((x) => x.toFixed(6)),
    )
  })

  test("with gradients for a cotangent, and an open length", async () => {
    const { session, lines } = await exported("gradual", "--shape", "1,4", "--grad", "--dynamic", "0=batch")
    expect(lines.slice(1)).toEqual([
      "  takes",
      "    values       float32  [batch, 4]  scores; entries along an axis compete",
      "    p            float32  []          sharpness",
      "    output_grad  float32  [batch, 4]  cotangent of output",
      "  returns",
      "    output       float32  [batch, 4]",
      "    values_grad  float32  [batch, 4]  gradient in values",
      "    p_grad       float32  []          gradient in p",
    ])
    const values = new Tensor("float32", [0.2, 0.4, 0.6, 0.8, 0.8, 0.6, 0.4, 0.2], [2, 4])
    const ones = new Tensor("float32", new Array(8).fill(1), [2, 4])
    const { values_grad: slope } = await session.run({ values, p: new Tensor("float32", [3], []), output_grad: ones })
    expect([...(slope!.data as Float32Array)].map((x) => Number(x.toFixed(5)))).toEqual([
      0.12, 0.48, 1.08, 0.12, 0.12, 1.08, 0.48, 0.12,
    ])
  })

  test("with p fixed, another axis, dtype, target and opset", async () => {
    const { session, lines } = await exported(
      "scaledSoftmax",
      "--shape",
      "2,3",
      "--axis",
      "0",
      "--p",
      "inf",
      "--opset",
      "17",
    )
    expect(lines[0]).toContain("opset 17")
    const { output } = await session.run({ values: new Tensor("float32", [1, 2, 3, 4, 0, 0], [2, 3]) })
    expect(output!.data).toEqual(new Float32Array([0, 1, 1, 1, 0, 0]))
    const wide = await exported("gradual", "--shape", "3", "--dtype", "float64", "--p", "[1,2,3]")
    expect(wide.lines).toContain("    values  float64  [3]  scores; entries along an axis compete")
    const gpu = await exported("gradual", "--shape", "3", "--target", "gpu")
    expect(gpu.lines[0]).not.toBe(wide.lines[0])
  })
})

describe("gradual run and conformance on ONNX Runtime", () => {
  const row = ["--values", "[0.2,0.4,0.6,0.8]", "--p", "3"]

  test("--backend ort computes on onnxruntime-web", async () => {
    const { code, stdout, stderr } = await gradual(["run", "gradual", ...row, "--grad", "--json", "--backend", "ort"])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const { backend, outputs } = JSON.parse(stdout) as { backend: string; outputs: { data: number[] }[] }
    expect([backend, ...outputs[0]!.data.map((x) => x.toFixed(5))]).toEqual([
      "ort-wasm",
      ...[0.008, 0.064, 0.216, 0.992].map((x) => x.toFixed(5)),
    ])
  })

  test("what ONNX Runtime is known to get wrong is no failure", async () => {
    const args = ["conformance", "--backend", "ort", "--filter", "where/", "--json"]
    const { code, stdout } = await gradual(args)
    const { summary } = JSON.parse(stdout) as { summary: { failed: number; known: number } }
    expect({ code, ...summary }).toMatchObject({ code: 0, failed: 0, known: 2 })
  })
})
