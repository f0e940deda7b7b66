import { parseKnownFailures, type Result } from "@gradual/conformance"
import { describe, expect, test } from "vitest"
import { expectationsOf } from "../src/known-failures.ts"

const entry = {
  backend: "mine",
  match: "log/edges",
  reason: "the runtime's log flushes subnormals",
  upstream: "issue 1",
  observed: "as written: output 0: element 2",
}
const list = (...entries: Partial<typeof entry>[]) => ({
  schema: "gradual.known-failures/1",
  failures: entries.map((change) => ({ ...entry, ...change })),
})
const parse = (file: unknown) => parseKnownFailures(JSON.stringify(file), "known.json")

describe("a file of known failures", () => {
  test("is taken", () => expect(parse(list({})).failures).toEqual([entry]))

  test.each([
    ["[", /^known.json: the file must be JSON\. Received: /],
    [[], /^known.json: file: an object with schema and failures expected/],
    [{ ...list({}), schema: "gradual.cases/1" }, /^known.json: schema: "gradual.known-failures\/1" expected/],
    [{ ...list(), failures: {} }, "known.json: failures: a list expected. Received: {}."],
    [{ ...list(), failures: [1] }, "known.json: failures[0]: an object expected. Received: 1."],
    [list({ upstream: "" }), 'known.json: failures[0].upstream: a text expected. Received: "".'],
    [list({ reason: "it is broken" }), /failures\[0\].reason: a sentence of at least 20 characters expected/],
  ])("%# is refused: where, what, what was received", (file, message) => {
    expect(() => parseKnownFailures(typeof file === "string" ? file : JSON.stringify(file), "known.json")).toThrow(
      message,
    )
  })
})

describe("known failures", () => {
  const worst = { output: null, gradient: null }
  const result = (status: Result["status"], detail?: string, id = "log/edges"): Result =>
    detail === undefined ? { id, status, worst } : { id, status, worst, detail }
  const seen = result("failed", "as written: output 0: element 2: 1 expected, got 0")
  const known = expectationsOf(list({}), "mine")

  test("that are seen again count as known, with the reason", () => {
    expect(known.judge(seen)).toEqual({
      ...seen,
      status: "known",
      reason: "the runtime's log flushes subnormals (issue 1)",
    })
  })

  test("that pass are failures", () => {
    expect(known.judge(result("passed"))).toMatchObject({
      status: "failed",
      detail: "passes, but is listed as a known failure (the runtime's log flushes subnormals)",
    })
  })

  test("that look otherwise are failures", () => {
    expect(known.judge(result("failed", "as written: output 0: element 1: 1 expected, got 0"))).toMatchObject({
      status: "failed",
      detail: expect.stringContaining("(a known failure, but observed was: as written: output 0: element 2)"),
    })
  })

  test("concern no other case, no other backend, and nothing that is skipped", () => {
    const other = result("failed", "as written: output 0: element 2", "log/edges-f64")
    expect(known.judge(other)).toBe(other)
    expect(expectationsOf(list({}), "yours").judge(seen)).toBe(seen)
    const skipped = result("skipped", "no float64")
    expect(known.judge(skipped)).toBe(skipped)
  })

  test("with a * cover all that begins so, each of which must fail", () => {
    const wide = expectationsOf(list({ match: "log/*" }), "mine")
    expect(wide.judge({ ...seen, id: "log/points" }).status).toBe("known")
    expect(wide.judge(result("passed", undefined, "log/points")).status).toBe("failed")
    expect(wide.judge({ ...seen, id: "log1p/points" }).status).toBe("failed")
  })

  test("match something, not too much, and not only what is skipped", () => {
    const complaints = (match: string, ids: string[], results: Result[] = []) =>
      expectationsOf(list({ match }), "mine")
        .audit(ids, results)
        .map(({ id, status, detail }) => [id, status, detail])
    const ids = Array.from({ length: 26 }, (_, i) => `log/${i}`)
    expect(complaints("log/0", ids)).toEqual([])
    expect(complaints("exp/0", ids)).toEqual([
      ["known/exp/0", "failed", "a known failure that is no case, law or probe"],
    ])
    expect(complaints("log/*", ids.slice(1))).toEqual([])
    expect(complaints("log/*", ids)).toEqual([
      ["known/log/*", "failed", "a known failure covers at most 25 ids, this one 26"],
    ])
    expect(complaints("log/1", ids, [result("skipped", "no float64", "log/1")])).toEqual([
      ["known/log/1", "failed", "a known failure that is always skipped"],
    ])
  })

  test("are not taken from a list that is none", () => {
    expect(() => expectationsOf({ schema: "mine", failures: [] }, "mine")).toThrow(/^known failures: schema: /)
  })
})
