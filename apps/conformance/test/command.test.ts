import { describe, expect, test } from "vitest"
import { findChromium } from "@gradual/chromium"
import { environments } from "../src/environments.ts"
import { main } from "../src/main.ts"
import { readOptions } from "../src/options.ts"
import { outcomeOf } from "./fakes.ts"

const only = (words: string): readonly string[] => readOptions(["--only", words])?.chosen.map(({ id }) => id) ?? []

describe("the choice of environments", () => {
  test("all, unless some are named", () => {
    expect(readOptions([])?.chosen).toEqual(environments)
    expect(environments.map(({ id }) => id)).toEqual(expect.arrayContaining(["node/js", "chromium/tfjs-webgpu"]))
  })

  test("by id, by backend wherever it runs, by place; each once, in the usual order", () => {
    expect(only("chromium/js")).toEqual(["chromium/js"])
    expect(only("js")).toEqual(["node/js", "chromium/js"])
    expect(only("chromium/js, js")).toEqual(["node/js", "chromium/js"])
    expect(only("node").every((id) => id.startsWith("node/"))).toBe(true)
  })
})

describe("the command line", () => {
  test.each([
    [["--only", "tfjs-gpu"], "--only must name environments; --help lists them. Received: tfjs-gpu."],
    [["--only", ""], "--only must name environments; --help lists them. Received: ."],
    [["--patience", "0"], "--patience must be a number of seconds above 0. Received: 0."],
    [["--patience", "soon"], "--patience must be a number of seconds above 0. Received: soon."],
    [["--frob"], "Unknown option '--frob'"],
    [["extra"], "Unexpected argument 'extra'"],
  ])("refuses %j in one line", async (args, message) => {
    const { code, out, error } = await outcomeOf(main, args)
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(error).toContain(message)
    expect(error.trimEnd().split("\n")).toHaveLength(1)
  })

  test("explains itself", async () => {
    let out = ""
    const io = { out: (text: string) => (out += text), error: () => {}, isTerminal: false, env: {} }
    expect(await main(["--help"], io)).toBe(0)
    expect(out).toContain("--only <names>")
    for (const { id } of environments) expect(out).toContain(`  ${id}\n`)
  })
})

describe("the browser", () => {
  const installed = (path: string) => (each: string) => each === path

  test("is the one that CHROMIUM names, and no other", () => {
    expect(findChromium({ CHROMIUM: "/my/chrome" }, installed("/my/chrome"))).toBe("/my/chrome")
    expect(findChromium({ CHROMIUM: "/my/chrome" }, installed("/usr/bin/chromium"))).toBeUndefined()
  })

  test("is found where it is usually installed, and on the path", () => {
    expect(findChromium({}, installed("/usr/bin/google-chrome"))).toBe("/usr/bin/google-chrome")
    expect(findChromium({ PATH: "/opt/own" }, installed("/opt/own/chromium"))).toBe("/opt/own/chromium")
    expect(findChromium({ PATH: "" }, () => false)).toBeUndefined()
  })
})
