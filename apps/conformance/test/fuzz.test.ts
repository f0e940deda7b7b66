import { describe, expect, test } from "vitest"
import { main } from "../src/fuzz/main.ts"
import { outcomeOf } from "./fakes.ts"

const fuzz = (...args: readonly string[]) => outcomeOf(main, args)

describe("fuzz", () => {
  test("says how many programs of which seed agree", async () => {
    const { code, out } = await fuzz("--runs", "5", "--seed", "7")
    expect(out).toMatch(/^js: 5 random programs agree with the reference \(seed 7; \d+ elements compared/)
    expect(code).toBe(0)
  })

  test("explains itself", async () => {
    expect(await fuzz("--help")).toMatchObject({ code: 0, out: expect.stringContaining("--backend <name>"), error: "" })
  })

  test.each([
    [["--backend", "gpu"], "--backend must be one of js, wasm, tfjs-cpu, tfjs-wasm, ort, ort-node"],
    [["--backend", "toString"], "Received: toString."],
    [["--runs", "0"], "--runs must be a whole number from 1 to 999999999. Received: 0."],
    [["--runs", "1e3"], "--runs must be a whole number from 1 to 999999999. Received: 1e3."],
    [["--seed", "-1"], "fuzz: "],
    [["--path", "1:2"], "--path needs the --seed that it belongs to"],
    [["--path", "a", "--seed", "1"], "--path must be whole numbers separated by colons. Received: a."],
    [["--frob"], "Unknown option '--frob'"],
    [["extra"], "Unexpected argument 'extra'"],
  ])("refuses %j in one line", async (args, message) => {
    const { code, out, error } = await fuzz(...args)
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(error).toContain(message)
    expect(error.trimEnd().split("\n")).toHaveLength(1)
  })
})
