import { goldens } from "@gradual/conformance"
import { describe, expect, test } from "vitest"
import { type Step, supervise } from "../src/supervise.ts"
import { capabilities, fakeStart, resultOf, told } from "./fakes.ts"

const ids = goldens.flatMap(({ cases }) => cases.map(({ id }) => id)).filter((id) => id.includes("expm1/"))
const [first, second, third] = ids as [string, string, string]
const job = { backend: "js", filter: "expm1/", done: [] }
const care = { patience: 50, onStep: () => {} }
const opened = { engines: { place: "2.0.0", engine: "1.0.0" }, capabilities }

describe("a run that ends", () => {
  test("gives its report, and how far it was on the way", async () => {
    const steps: Step[] = []
    const outcome = await supervise(fakeStart([{ says: told([first, second]) }]), job, {
      ...care,
      onStep: (step) => steps.push(step),
    })
    expect(outcome).toMatchObject({ ...opened, report: { backend: "js", summary: { passed: 2, failed: 0 } } })
    expect(outcome.failure).toBeUndefined()
    expect(steps).toEqual([
      { done: 1, total: 2, id: first },
      { done: 2, total: 2, id: second },
    ])
  })

  test("has failed when errors were logged, though its cases passed", async () => {
    const { report, failure } = await supervise(
      fakeStart([{ says: told([first]), complaints: ["404", "no shader", "404"] }]),
      job,
      care,
    )
    expect(report?.summary.passed).toBe(1)
    expect(failure).toBe("errors were logged:\n  404\n  no shader")
  })

  test("has failed when there was nothing to run", async () => {
    const outcome = await supervise(fakeStart([{ says: told([]) }]), { ...job, filter: "exq" }, care)
    expect(outcome).toEqual({ ...opened, failure: 'no case has "exq" in its id' })
  })
})

describe("a run that breaks", () => {
  test("fails the case that was running, and goes on with the next in a new process", async () => {
    const jobs: unknown[] = []
    const start = fakeStart([{ says: told([first], false), breaks: "the page crashed" }, { says: told([third]) }], jobs)
    const { report, failure } = await supervise(start, job, care)
    expect(failure).toBeUndefined()
    expect(report?.results).toEqual([
      resultOf(first),
      { id: second, status: "failed", worst: { output: null, gradient: null }, detail: "the page crashed" },
      resultOf(third),
    ])
    expect(jobs).toEqual([job, { ...job, done: [first, second] }])
  })

  test("does so, too, when it hangs or loses its device", async () => {
    const start = fakeStart([
      { says: [...told([], false), { type: "error", message: "the device was lost: gone" }] },
      { says: told([], false) },
      { says: told([third]) },
    ])
    const { report } = await supervise(start, job, care)
    expect(report?.results.map(({ id, detail }) => [id, detail])).toEqual([
      [first, "the device was lost: gone"],
      [second, "no progress for 0.05 s"],
      [third, undefined],
    ])
  })

  test("is given up when it breaks again and again", async () => {
    const start = fakeStart(Array.from({ length: 6 }, () => ({ says: told([], false), breaks: "out of memory" })))
    const { report, failure } = await supervise(start, job, care)
    expect(report).toBeUndefined()
    expect(failure).toBe(`out of memory (after ${ids[4]}, 5 done)`)
  })

  test("is given up when it breaks after the last case", async () => {
    const start = fakeStart([{ says: told(ids, false), breaks: "out of memory" }])
    expect((await supervise(start, job, care)).failure).toBe(`out of memory (after ${ids.at(-1)}, ${ids.length} done)`)
  })
})

describe("a run that does not begin", () => {
  test("has failed with the reason for which the backend did not open", async () => {
    const start = fakeStart([{ says: [{ type: "error", message: "is there a GPU?" }], complaints: ["no adapter"] }])
    expect(await supervise(start, job, care)).toEqual({
      engines: { place: "2.0.0" },
      failure: "is there a GPU? errors were logged:\n  no adapter",
    })
  })

  test("is absent, and no failure, when the runtime is not on this machine", async () => {
    const start = fakeStart([{ says: [{ type: "absent", reason: "not installed" }] }])
    expect(await supervise(start, job, care)).toEqual({ engines: { place: "2.0.0" }, absent: "not installed" })
  })

  test("has failed when it hangs", async () => {
    expect((await supervise(fakeStart([{ says: [] }]), job, care)).failure).toBe("no progress for 0.05 s")
  })

  test("has failed when its process does not start", async () => {
    const outcome = await supervise(() => Promise.reject(new Error("no such file")), job, care)
    expect(outcome).toEqual({ engines: {}, failure: "no such file" })
  })
})

test("a run lasts as long as it makes progress", async () => {
  const outcome = await supervise(
    async (_, tell) => {
      for (const [i, message] of told(ids.slice(0, 8)).entries()) setTimeout(() => tell(message), i * 20)
      return { engines: {}, broken: new Promise(() => {}), stop: async () => [] }
    },
    job,
    care,
  )
  expect(outcome.report?.summary.passed).toBe(8)
})
