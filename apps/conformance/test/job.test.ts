import { js } from "@gradual/backend-js"
import { describe, expect, test } from "vitest"
import type { AnyBackend, Opened } from "../src/environment.ts"
import { casesOf, type Message, perform } from "../src/job.ts"
import { knownFailuresOf } from "../src/known-failures.ts"

const openers = {
  js: async (): Promise<Opened> => ({ backend: js() as AnyBackend, engines: { engine: "1.0.0" } }),
  "tfjs-webgl": async (): Promise<Opened> => Promise.reject(new Error("no WebGL")),
  "ort-node": async () => ({ absent: "not installed" }),
  "tfjs-cpu": async (): Promise<Opened> => ({ backend: js() as AnyBackend, engines: {} }),
}

async function messages(backend: string, filter: string, done: readonly string[] = []): Promise<Message[]> {
  const heard: Message[] = []
  await perform({ backend, filter, done }, openers, (message) => heard.push(message))
  return heard
}

describe("a job", () => {
  test("tells what it runs on, each result, and the report", async () => {
    const heard = await messages("js", "expm1/")
    const ids = casesOf({ filter: "expm1/", done: [] }).flatMap(({ cases }) => cases.map(({ id }) => id))
    expect(heard[0]).toEqual({ type: "opened", engines: { engine: "1.0.0" }, capabilities: js().capabilities })
    const results = heard.flatMap((message) => (message.type === "result" ? [message] : []))
    expect(results.map(({ result }) => result.id)).toEqual(ids)
    expect(results.map(({ left }) => left)).toEqual(ids.map((_, i) => ids.length - 1 - i))
    expect(heard.at(-1)).toMatchObject({ type: "report", report: { summary: { passed: ids.length } } })
  })

  test("leaves out what is done", async () => {
    const all = casesOf({ filter: "expm1/", done: [] }).flatMap(({ cases }) => cases.map(({ id }) => id))
    const heard = await messages("js", "expm1/", all.slice(1))
    expect(heard.flatMap((message) => (message.type === "result" ? message.result.id : []))).toEqual(all.slice(0, 1))
  })

  test("takes cases that one of several texts names, and no laws with them", async () => {
    const heard = await messages("js", "expm1/empty,exp/overflow")
    expect(heard.flatMap((message) => (message.type === "result" ? message.result.id : []))).toEqual([
      "exp/overflow",
      "expm1/empty",
    ])
  })

  test("tests the laws or probes that a filter names, and nothing else", async () => {
    const ids = (heard: readonly Message[]) =>
      heard.flatMap((message) => (message.type === "result" ? message.result.id : []))
    expect(ids(await messages("js", "law/gradual/identity"))).toEqual(["law/gradual/identityAtOne"])
    expect(ids(await messages("js", "probe/log-of-zero"))).toEqual(["probe/log-of-zero"])
  })

  test("tells why a backend does not open, is another, or is not there", async () => {
    expect(await messages("tfjs-webgl", "")).toEqual([{ type: "error", message: "no WebGL" }])
    expect(await messages("tfjs-cpu", "")).toEqual([{ type: "error", message: "the backend calls itself js" }])
    expect(await messages("ort-node", "")).toEqual([{ type: "absent", reason: "not installed" }])
    expect(await messages("ort", "")).toEqual([{ type: "error", message: "there is no ort here" }])
  })
})

test("known failures come from the adapter, where it exports some", () => {
  expect(knownFailuresOf("js")).toBeUndefined()
  expect(knownFailuresOf("tfjs-cpu")?.schema).toBe("gradual.known-failures/1")
})
