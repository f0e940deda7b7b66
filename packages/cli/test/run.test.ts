import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { folder, gradual } from "./terminal.ts"

const seed = [0.1304, 0.5134, 0.7426, 0.7159, 0.5705]

interface Json {
  readonly operator: string
  readonly backend: string
  readonly outputs: readonly { dtype: string; shape: number[]; data: (number | string)[] }[]
  readonly gradients?: readonly { dtype: string; shape: number[]; data: (number | string)[] }[]
}

/** Runs with --json, which must leave nothing else on standard output. */
async function json(...args: string[]): Promise<Json> {
  const { code, stdout, stderr } = await gradual(["run", ...args, "--json"])
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  return JSON.parse(stdout) as Json
}

const near = (actual: readonly unknown[], expected: readonly number[], digits = 7) => {
  expect(actual).toHaveLength(expected.length)
  for (const [i, x] of expected.entries()) expect(actual[i]).toBeCloseTo(x, digits)
}

/** A module whose backend gives the same number for everything. */
const backendOf = (name: string, number: number) => `export default {
  specVersion: 1, name: "${name}", fused: new Set(),
  capabilities: { dtypes: ["bool", "int32", "float32", "float64"], sync: true },
  compile: (program) => ({
    run: () => program.outputs.map(({ shape }) => ({
      dtype: "float32", shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(${number}),
    })),
    dispose() {},
  }),
  upload: (value) => value, read: (handle) => handle, dispose() {}, typeOf() {},
}`

describe("gradual run", () => {
  test("gives the true values and gradients of the seed's row", async () => {
    const result = await json("gradual", "--values", JSON.stringify(seed), "--p", "3", "--grad")
    expect(result).toMatchObject({ operator: "gradual", backend: "js" })
    const [output] = result.outputs
    expect([output!.dtype, output!.shape]).toEqual(["float32", [5]])
    near(
      output!.data,
      seed.map((v) => (v === 0.7426 ? 1 - (1 - v) ** 3 : v ** 3)),
    )
    const [dv, dp] = result.gradients!
    expect([dv!.shape, dp!.shape]).toEqual([[5], []])
    near(
      dv!.data,
      seed.map((v) => (v === 0.7426 ? 3 * (1 - v) ** 2 : 3 * v ** 2)),
      6,
    )
    const slopes = seed.map((v) => (v === 0.7426 ? -((1 - v) ** 3) * Math.log(1 - v) : v ** 3 * Math.log(v)))
    near(dp!.data, [slopes.reduce((sum, x) => sum + x)], 6)
  })

  test("has no gradients unless they are asked for", async () => {
    expect(await json("gradual", "--values", "[0.5]", "--p", "2")).not.toHaveProperty("gradients")
  })

  test("weights gradients with a cotangent, which implies them", async () => {
    const { gradients } = await json("gradual", "--values", "[0.25,0.5]", "--p", "2", "--cotangent", "[10,1]")
    near(gradients![0]!.data, [5, 1])
  })

  test.each([
    ["3", [], 3],
    [" 2.5 ", [], 2.5],
    ["1e1", [], 10],
    ["inf", [], Number.POSITIVE_INFINITY],
    ["Infinity", [], Number.POSITIVE_INFINITY],
    ["∞", [], Number.POSITIVE_INFINITY],
    ["[2]", [1], 2],
    ["[[2]]", [1, 1], 2],
    ['["inf"]', [1], Number.POSITIVE_INFINITY],
  ])("takes %s for p", async (p, shape, number) => {
    const { outputs, gradients } = await json("gradual", "--values", "[0.5]", "--p", p, "--grad", "--dtype", "float64")
    near(outputs[0]!.data, [1 - 0.5 ** number], 14)
    expect(gradients![1]!.shape).toEqual(shape)
  })

  test("p broadcasts: per entry, and as a sweep", async () => {
    near((await json("gradual", "--values", "[0.5,0.25]", "--p", "[1,2]")).outputs[0]!.data, [0.5, 0.0625])
    const sweep = await json("gradual", "--values", "[0.5,0.25]", "--p", "[[1],[2]]", "--grad")
    expect([sweep.outputs[0]!.shape, sweep.gradients!.map(({ shape }) => shape)]).toEqual([
      [2, 2],
      [[2], [2, 1]],
    ])
    near(sweep.outputs[0]!.data, [0.5, 0.25, 0.75, 0.0625])
  })

  test("competes along the axis that is asked for", async () => {
    const args = ["gradual", "--values", "[[0.5,0.1],[0.2,0.4]]", "--p", "2"]
    const rows = [0.75, 0.01, 0.04, 0.64]
    near((await json(...args)).outputs[0]!.data, rows)
    near((await json(...args, "--axis", "1")).outputs[0]!.data, rows)
    near((await json(...args, "--axis", "0")).outputs[0]!.data, [0.75, 0.01, 0.04, 0.64])
    near(
      (await json("gradual", "--values", "[[0.5,0.1],[0.6,0.4]]", "--p", "2", "--axis", "-2")).outputs[0]!.data,
      [0.25, 0.01, 0.84, 0.64],
    )
  })

  test("takes a scalar", async () => {
    const { outputs } = await json("gradual", "--values", "0.5", "--p", "3")
    expect(outputs).toEqual([{ dtype: "float32", shape: [], data: [0.875] }])
  })

  test("computes in float64 when asked to", async () => {
    const { outputs } = await json("gradual", "--values", "[0.1,0.3]", "--p", "3", "--dtype", "float64")
    expect(outputs[0]!.dtype).toBe("float64")
    near(outputs[0]!.data, [0.001, 1 - 0.7 ** 3], 15)
  })

  test("writes what JSON has no word for as the case schema does", async () => {
    const { gradients } = await json("gradual", "--values", "[0,0.5]", "--p", "0.5", "--grad")
    expect(gradients![0]!.data[0]).toBe("Infinity")
  })

  test("reads values from standard input and from files, relative to where it was called", async () => {
    const here = folder()
    mkdirSync(join(here, "deep"))
    writeFileSync(join(here, "deep", "values.json"), "[0.5, 0.25]\n")
    const run = (values: string, cwd = here) =>
      gradual(["run", "gradual", "--values", values, "--p", "2", "--json"], { cwd, stdin: "[0.5, 0.25]\n" })
    const { stdout } = await run("[0.5,0.25]")
    expect(stdout).toContain('"data":[0.75,0.0625]')
    expect(await run("-")).toEqual({ code: 0, stdout, stderr: "" })
    expect(await run("@deep/values.json")).toEqual({ code: 0, stdout, stderr: "" })
    expect(await run("@values.json", join(here, "deep"))).toEqual({ code: 0, stdout, stderr: "" })
    expect(await run("@../deep/values.json", join(here, "deep"))).toEqual({ code: 0, stdout, stderr: "" })
  })

  test("clamps values outside the domain as the library does, and says so", async () => {
    const args = ["run", "gradual", "--values", "[1.5,-1,0.5]", "--p", "2", "--grad", "--json"]
    const { code, stdout, stderr } = await gradual(args)
    expect(code).toBe(0)
    expect(stderr).toBe(
      "gradual run: note: 2 of 3 values lie outside [0, 1]: clamped to it, with gradient 0 (as the library does)\n",
    )
    const { outputs, gradients } = JSON.parse(stdout) as Json
    expect(outputs[0]!.data).toEqual([1, 0, 0.25])
    expect(gradients![0]!.data).toEqual([0, 0, 1])
    expect(await json("scaledSoftmax", "--values", "[1.5,-1]", "--p", "2")).toBeDefined()
  })

  test("says where a result is undefined: no NaN is silent", async () => {
    const cwd = folder()
    writeFileSync(join(cwd, "nan.mjs"), backendOf("nan", Number.NaN))
    const args = ["run", "gradual", "--values", "[0.5,0.25]", "--p", "2", "--grad", "--backend", "./nan.mjs"]
    expect(await gradual(args, { cwd })).toMatchObject({
      code: 0,
      stderr: "gradual run: note: NaN in the result, the gradient of the values, the gradient of p: undefined there\n",
    })
  })

  test("prints a table for people", async () => {
    const { code, stdout, stderr } = await gradual(["run", "gradual", "--values", "[0.25,0.5]", "--p", "2", "--grad"])
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatchInlineSnapshot(`
      "gradual(values, p = 2)  float32 on js

      values          0.25   0.5
      result        0.0625  0.75
      ∂/∂values        0.5     1
      ∂/∂p       0.0866434
      "
    `)
  })

  test("prints a sweep with a row for each p", async () => {
    const args = ["run", "gradual", "--values", "[0.25,0.5]", "--p", '[[1],[2],["inf"]]']
    expect((await gradual(args)).stdout).toMatchInlineSnapshot(`
      "gradual(values, p)  float32 on js

      values    0.25   0.5
      p = 1     0.25   0.5
      p = 2   0.0625  0.75
      p = ∞        0     1
      "
    `)
  })

  test("prints tensors of higher rank row by row, and breaks rows that are too wide", async () => {
    const matrix = await gradual(["run", "gradual", "--values", "[[0.25,0.5],[0.5,0.125]]", "--p", "2"])
    expect(matrix.stdout).toMatchInlineSnapshot(`
      "gradual(values, p = 2)  float32 on js

      values[0]  0.25    0.5
      values[1]   0.5  0.125

      result[0]  0.0625      0.75
      result[1]    0.75  0.015625
      "
    `)
    const wide = JSON.stringify(Array.from({ length: 30 }, (_, i) => i / 32))
    const { stdout } = await gradual(["run", "gradual", "--values", wide, "--p", "2"], { columns: 80 })
    const lines = stdout.split("\n")
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(stdout.match(/^values/gm)!.length).toBeGreaterThan(1)
    expect(stdout).toContain("0.90625")
  })

  test("prints long rows and long columns in full", async () => {
    const row = Array.from({ length: 150_000 }, (_, i) => i / 150_000)
    for (const values of [row, row.map((value) => [value])]) {
      const { code, stdout, stderr } = await gradual(["run", "gradual", "--values", "-", "--p", "2"], {
        stdin: JSON.stringify(values),
      })
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
      expect(stdout).toContain(String(Number((149_999 / 150_000).toPrecision(7))))
    }
  })

  test("colors in a terminal only, and never with NO_COLOR", async () => {
    const args = ["run", "gradual", "--values", "[0.5]", "--p", "2"]
    const codes = String.fromCharCode(27)
    expect((await gradual(args)).stdout).not.toContain(codes)
    expect((await gradual(args, { isTTY: true })).stdout).toContain(codes)
    expect((await gradual(args, { isTTY: true, env: { NO_COLOR: "1" } })).stdout).not.toContain(codes)
    expect((await gradual(args, { isTTY: true, env: { TERM: "dumb" } })).stdout).not.toContain(codes)
    expect((await gradual([...args, "--json"], { isTTY: true })).stdout).not.toContain(codes)
  })

  test("runs on a backend of the caller's own", async () => {
    const here = folder()
    writeFileSync(join(here, "zero.mjs"), backendOf("zero", 0))
    const args = ["run", "gradual", "--values", "[0.5,0.25]", "--p", "2", "--json"]
    const { code, stdout } = await gradual([...args, "--backend", "./zero.mjs"], { cwd: here })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ backend: "zero", outputs: [{ data: [0, 0] }] })
  })
})
