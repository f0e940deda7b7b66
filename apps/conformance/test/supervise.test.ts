import { expect, test } from "vitest"
import { supervise } from "../src/supervise.ts"
import { fakeStart, report } from "./fakes.ts"

const job = { backend: "js", filter: "" }
const options = { patience: 50, onStep: () => {} }
const opened = { type: "opened", engines: { engine: "1.0.0" } } as const
const step = { type: "progress", done: 3, total: 9, id: "exp/edges" } as const

test("a run that ends gives its report", async () => {
  const steps: unknown[] = []
  const start = fakeStart([opened, step, { type: "report", report }])
  const outcome = await supervise(start, job, { ...options, onStep: (each) => steps.push(each) })
  expect(outcome).toEqual({ engines: { engine: "1.0.0" }, report })
  expect(steps).toEqual([{ done: 3, total: 9, id: "exp/edges" }])
})

test("a run that breaks is a failure, and says where it was", async () => {
  const outcome = await supervise(fakeStart([opened, step], { broken: "the page crashed" }), job, options)
  expect(outcome).toEqual({
    engines: { engine: "1.0.0" },
    failure: "the page crashed (after exp/edges, 3 of 9)",
  })
})

test("a run that hangs is a failure, however long it ran before", async () => {
  const outcome = await supervise(fakeStart([]), job, options)
  expect(outcome.failure).toBe("no progress for 0.05 s (before the first case)")
})

test("what is told in time keeps the watchdog calm", async () => {
  const outcome = await supervise(
    async (_, tell) => {
      const told = setInterval(() => tell(step), 10)
      setTimeout(() => tell({ type: "report", report }), 150)
      return {
        broken: new Promise(() => {}),
        stop: async () => {
          clearInterval(told)
          return []
        },
      }
    },
    job,
    options,
  )
  expect(outcome).toEqual({ engines: {}, report })
})

test("a backend that cannot be opened is a failure with its reason", async () => {
  const outcome = await supervise(fakeStart([{ type: "error", message: "is there a GPU?" }]), job, options)
  expect(outcome).toEqual({ engines: {}, failure: "is there a GPU?" })
})

test("errors on the console fail a run whose cases all passed", async () => {
  const start = fakeStart([opened, { type: "report", report }], { complaints: ["404", "no shader"] })
  expect(await supervise(start, job, options)).toEqual({
    engines: { engine: "1.0.0" },
    report,
    failure: "errors were logged\n  404\n  no shader",
  })
})

test("what cannot be started is a failure, too", async () => {
  const outcome = await supervise(() => Promise.reject(new Error("no such file")), job, options)
  expect(outcome).toEqual({ engines: {}, failure: "no such file" })
})
