import { afterAll, describe, expect, it } from "vitest"
import { LeftOut } from "../src/contender.ts"
import { contenders } from "../src/contenders.ts"
import { main } from "../src/main.ts"
import { ulps } from "../src/measure/accuracy.ts"
import { summarize } from "../src/measure/statistics.ts"
import { firstRows, type Problem } from "../src/problem.ts"
import { truthOf } from "../src/truth.ts"
import { makeProblem, workloads } from "../src/workloads.ts"

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

const all = contenders()
afterAll(async () => await all.close())

describe.each(Object.values(workloads))("workload $name", (workload) => {
  const rows = 6
  const problem = makeProblem(workload, [rows, 9], 3.3)
  const edges: Problem = { ...problem, values: problem.values.slice() }
  edges.values.set([0, 0.75, 0.75, 1], 9) // a zero, a one and a tie

  it.each([...all.of(workload)])("$name computes it", async ({ name, prepare }) => {
    // jax-js: a power is exp(p·log v), so that 0 and 1 give NaN gradients, and its exp and log are wrong by hundreds of ulps
    const [asked, most] = name === "jax-js" ? [problem, 1e-4] : [edges, 1e-6]
    const ready = await prepare(asked).catch(ifLeftOut)
    if (ready === undefined) return
    const { value, gradient: view } = await ready.run()
    const gradient = view.slice() // it holds until the next call
    const outputs = await ready.outputs()
    const truths = Array.from({ length: rows }, (_, row) => truthOf(workload.name, asked, row))
    const trueOutputs = truths.flatMap((truth) => [...truth.outputs.values])
    const trueGradient = truths.flatMap((truth) => [...truth.gradient.values])
    const weights = workload.loss === "mean" ? undefined : asked.extra[0]?.data
    const loss = trueOutputs.reduce((sum, y, i) => sum + y * (weights?.[i] ?? 1), 0) / trueOutputs.length
    expect(Math.abs(value - loss)).toBeLessThan(most)
    expect(gradient).toHaveLength(54)
    for (const [i, y] of trueOutputs.entries()) expect(Math.abs(outputs[i]! - y)).toBeLessThan(most)
    for (const [i, slope] of trueGradient.entries()) expect(Math.abs(gradient[i]! - slope)).toBeLessThan(most)
    expect(await ready.time(2)).toBeGreaterThan(0)
    await ready.dispose()
  })

  it("is the slope of its value, in float64", () => {
    const row = firstRows(problem, 1)
    const [x, step] = [row.values[4]!, 2 ** -12]
    const lossAt = (v: number): number => {
      const values = row.values.slice()
      values[4] = v
      const outputs = truthOf(workload.name, { ...row, values }, 0).outputs.values
      const weights = workload.loss === "mean" ? undefined : row.extra[0]?.data
      return outputs.reduce((sum, y, i) => sum + y * (weights?.[i] ?? 1), 0) / outputs.length
    }
    const slope = (lossAt(x + step) - lossAt(x - step)) / (2 * step)
    expect(truthOf(workload.name, row, 0).gradient.values[4]).toBeCloseTo(slope, 6)
  })
})

/** A contender that this machine lacks something for has nothing to test. */
function ifLeftOut(error: unknown): undefined {
  if (!(error instanceof LeftOut)) throw error
}

describe("the command", () => {
  const ours = "gradual-wasm,gradual-js"

  it("prints JSON that other programs read", async () => {
    const args = ["--workload", "crossEntropy", "--shape", "2,5", "--runs", "2", "--json"]
    const { code, out, error } = await run(...args, "--contenders", `plain-js,${ours}`)
    expect({ code, error }).toEqual({ code: 0, error: "" })
    const report = JSON.parse(out) as { machine: unknown; results: { contender: string; peer: boolean }[] }
    expect(Object.keys(report)).toEqual(["machine", "results"])
    expect(report.machine).toEqual({
      node: expect.any(String),
      v8: expect.any(String),
      cpu: expect.any(String),
      cores: expect.any(Number),
      platform: expect.any(String),
    })
    for (const result of report.results)
      expect(result).toEqual({
        workload: "crossEntropy",
        shape: [2, 5],
        p: Math.fround(3.3),
        contender: expect.any(String),
        peer: expect.any(Boolean),
        nsPerElement: expect.any(Number),
        spread: expect.any(Number),
        samples: 2,
        elements: 10,
        ulp: expect.any(Number),
        outputUlp: expect.any(Number),
        gradientUlp: expect.any(Number),
        gbPerSecond: expect.any(Number),
        copyGbPerSecond: expect.any(Number),
      })
    const named = (peer: boolean) => report.results.filter((each) => each.peer === peer).map((each) => each.contender)
    expect({ ours: named(false).join(), peers: named(true).join() }).toEqual({ ours, peers: "plain-js" })
  })

  it("prints a table with a line per contender", async () => {
    const { out } = await run("--workload", "gradual", "--shape", "5", "--p", "2", "--runs", "1", "--contenders", ours)
    for (const name of ours.split(",")) expect(out).toMatch(new RegExp(`^${name} `, "m"))
  })

  it("measures what one waits for", async () => {
    const { code, out } = await run("--latency", "--contenders", "gradual-js", "--json")
    const { latency } = JSON.parse(out) as { latency: unknown }
    expect({ code, latency }).toEqual({
      code: 0,
      latency: [
        {
          contender: "gradual-js",
          firstCallMs: expect.any(Number),
          compileMs: expect.any(Number),
          callMicroseconds: expect.any(Number),
          callFromArraysMicroseconds: expect.any(Number),
        },
      ],
    })
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
    [
      ["--workload", "sort"],
      "--workload must be one of gradual, scaledSoftmax, powerNormalize, crossEntropy. Received: sort.",
    ],
    [["--contenders", "numpy"], "--contenders must be of gradual-wasm, gradual-js, "],
    [["--workload", "scaledSoftmax", "--shape", "2", "--contenders", "pytorch-shared"], "has nobody who computes"],
    [["--scaling", "--record"], "only one of --scaling, --latency and --record"],
    [["--record", "--shape", "5"], "--record takes no --shape."],
    [["--latency", "--contenders", "plain-js"], "--latency takes --contenders of gradual-wasm, "],
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
    const ulpsFrom = (got: number, value: number, magnitude = Math.abs(value)) => ulps(got, value, magnitude)
    expect(ulpsFrom(1, 1)).toBe(0)
    expect(ulpsFrom(1 + 2 ** -23, 1)).toBe(1)
    expect(ulpsFrom(Math.fround(0.1), 0.1)).toBeCloseTo(Math.abs(Math.fround(0.1) - 0.1) * 2 ** 27, 12)
    expect(ulpsFrom(2 ** -149, 0)).toBe(1)
    expect(ulpsFrom(2 ** -20, 0, 1)).toBe(8) // terms of magnitude 1 cancel
    expect(ulpsFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0)
    expect(ulpsFrom(Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY)
  })

  it("summarizes runs by median and quartiles", () => {
    expect(summarize([9, 1, 3, 7, 5])).toEqual({ median: 5, spread: 4, count: 5 })
    expect(summarize([2])).toEqual({ median: 2, spread: 0, count: 1 })
  })
})
