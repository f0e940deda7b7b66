import { describe, expect, it } from "vitest"
import { ulps } from "../src/accuracy.ts"
import { main } from "../src/main.ts"
import { makeProblem } from "../src/problem.ts"
import { summarize } from "../src/statistics.ts"
import { workloads } from "../src/workloads/index.ts"

/** Runs the command and collects what it writes. */
async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const written = { out: "", error: "" }
  const code = await main(args, {
    out: (text) => {
      written.out += text
    },
    error: (text) => {
      written.error += text
    },
    progress: false,
  })
  return { code, ...written }
}

describe.each([...workloads.values()])("workload $name", (workload) => {
  const problem = makeProblem([6, 9], 3.3)
  problem.values.set([0, 0.75, 0.75, 1], 9) // a zero, a one and a tie
  const truth = workload.truth(problem, 0, 6)
  const loss = truth.outputs.reduce((a, b) => a + b) / truth.outputs.length

  it.each([...workload.contenders])("$name computes it", async (contender) => {
    const ready = await contender.prepare(problem)
    const { value, gradient } = await ready.run()
    const outputs = await ready.outputs()
    expect(value).toBeCloseTo(loss, 6)
    expect(gradient).toHaveLength(54)
    for (let i = 0; i < 54; i++) {
      expect(Math.abs(outputs[i]! - truth.outputs[i]!)).toBeLessThan(1e-6)
      expect(Math.abs(gradient[i]! - truth.gradient[i]!)).toBeLessThan(1e-6)
    }
    ready.dispose()
  })
})

describe("the command", () => {
  it("prints JSON that other programs read", async () => {
    const { code, out, error } = await run("--shape", "2,5", "--runs", "2", "--json")
    expect({ code, error }).toEqual({ code: 0, error: "" })
    const report = JSON.parse(out) as { machine: unknown; results: { contender: string; peer: boolean }[] }
    expect(report.machine).toEqual({
      node: expect.any(String),
      v8: expect.any(String),
      cpu: expect.any(String),
      cores: expect.any(Number),
      platform: expect.any(String),
    })
    for (const result of report.results)
      expect(result).toEqual({
        workload: "gradual",
        shape: [2, 5],
        p: Math.fround(3.3),
        contender: expect.any(String),
        peer: expect.any(Boolean),
        nsPerElement: expect.any(Number),
        spread: expect.any(Number),
        ulp: { output: expect.any(Number), gradient: expect.any(Number) },
      })
    const ours = report.results.filter(({ peer }) => !peer).map(({ contender }) => contender)
    expect(ours).toEqual(["gradual-js", "gradual-wasm", "gradual-tfjs-wasm", "gradual-ort-wasm"])
  })

  it("prints a table with a line per contender", async () => {
    const { out } = await run("--shape", "5", "--p", "2", "--runs", "1")
    for (const { name } of workloads.get("gradual")!.contenders) expect(out).toMatch(new RegExp(`^${name} `, "m"))
  })

  it.each([
    [["--shape", "4096,x"], "--shape must be positive whole numbers separated by commas, such as 4096,1000"],
    [["--shape", "0,5"], "--shape must be positive whole numbers"],
    [["--shape", ""], "--shape must be positive whole numbers"],
    [["--shape", "100000,100000"], "--shape must have at most"],
    [["--p", "abc"], "--p must be a number above 0. Received: abc."],
    [["--p", "-1"], "'--p' argument is ambiguous"],
    [["--p=-1"], "--p must be a number above 0. Received: -1."],
    [["--runs", "1.5"], "--runs must be a positive whole number. Received: 1.5."],
    [["--workload", "sort"], "--workload must be one of gradual. Received: sort."],
    [["--frob"], "Unknown option '--frob'"],
    [["extra"], "Unexpected argument 'extra'"],
  ])("refuses %j in one line", async (args, message) => {
    const { code, out, error } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(error).toContain(message)
    expect(error.trimEnd().split("\n")).toHaveLength(1)
  })

  it("explains itself", async () => {
    const { code, out } = await run("--help")
    expect(code).toBe(0)
    expect(out).toContain("--shape <lengths>")
  })
})

describe("measures", () => {
  it("counts float32 ulps", () => {
    expect(ulps(1, 1)).toBe(0)
    expect(ulps(1 + 2 ** -23, 1)).toBe(1)
    expect(ulps(Math.fround(0.1), 0.1)).toBeCloseTo(Math.abs(Math.fround(0.1) - 0.1) * 2 ** 27, 12)
    expect(ulps(2 ** -149, 0)).toBe(1)
    expect(ulps(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0)
    expect(ulps(Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY)
  })

  it("summarizes runs by median and quartiles", () => {
    expect(summarize([9, 1, 3, 7, 5])).toEqual({ median: 5, spread: 4 })
    expect(summarize([2])).toEqual({ median: 2, spread: 0 })
  })
})
