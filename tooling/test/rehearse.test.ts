import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { CommandError, node } from "../rehearse/src/command.ts"
import { assertLoopback, isLoopback } from "../rehearse/src/loopback.ts"
import { main } from "../rehearse/src/main.ts"
import { perform } from "../rehearse/src/perform.ts"
import { NotChecked, type Project } from "../rehearse/src/project.ts"
import { projects } from "../rehearse/src/projects.ts"
import { startRegistry } from "../rehearse/src/registry.ts"
import { assertSettings, settingsFor } from "../rehearse/src/release.ts"
import { closing } from "../rehearse/src/table.ts"

const folder = mkdtempSync(join(tmpdir(), "gradual-rehearse-"))
afterAll(() => rmSync(folder, { recursive: true }))
const { signal } = new AbortController()

async function said(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = ""
  const write = (part: string) => {
    text += part
  }
  return { code: await main(args, { out: write, error: write }, signal), text }
}

describe("what may be published to", () => {
  test("is this machine", () => {
    for (const url of ["http://127.0.0.1:4873/", "http://localhost:1", "http://[::1]:80/"])
      expect(isLoopback(url)).toBe(true)
  })

  test("is nothing else, however it is written", () => {
    const others = [
      "",
      "undefined",
      "https://registry.example.org/",
      "http://127.0.0.1.example.org/",
      "http://10.0.0.1/",
    ]
    for (const url of [...others, "http://localhost@example.org/", "http://example.org/127.0.0.1"])
      expect(isLoopback(url), url).toBe(false)
    expect(() => assertLoopback("https://registry.example.org/", "npm's registry")).toThrow(
      "a rehearsal publishes to this machine alone. Received: npm's registry is https://registry.example.org/",
    )
  })

  test("is asked of npm and pnpm, which a file in the checkout may set otherwise", async () => {
    const registry = "http://127.0.0.1:4873/"
    const place = { cwd: folder, signal, env: settingsFor(registry, folder) }
    await assertSettings(place)
    writeFileSync(join(folder, ".npmrc"), "@gradual:registry=https://registry.example.org/\n")
    await expect(assertSettings(place)).rejects.toThrow("npm's registry of @gradual is https://registry.example.org/")
  })
})

test("the registry holds nothing that was not published to it, and stops", async () => {
  const { url, close } = await startRegistry(join(folder, "registry"))
  expect(isLoopback(url)).toBe(true)
  expect((await fetch(`${url}@gradual%2fcore`)).status).toBe(404)
  expect((await fetch(`${url}left-pad`)).status).toBe(401)
  await close()
  await expect(fetch(url)).rejects.toThrow()
})

describe("a project", () => {
  const project = (name: string, run: Project["run"]): Project => ({ name, about: "a test", run })

  test("that fails, or that cannot be checked, does not end the others; the table names what became of each", async () => {
    const all = [
      project("good", async () => "all of it"),
      project("bad", async () => {
        throw new Error("it computes 2\nmore")
      }),
      project("absent", async () => {
        throw new NotChecked("there is no such program here")
      }),
    ]
    const results = await perform(all, { folder: mkdtempSync(join(folder, "p-")), registry: "", signal }, 2, () => {})
    const lines = closing("1.2.3", results).replaceAll(/\d+ s/g, "0 s").split("\n")
    expect(lines.slice(lines.indexOf("✗ bad"))).toEqual([
      "✗ bad",
      "it computes 2",
      "more",
      "",
      "gradual 1.2.3, published to this machine and installed from it",
      "project  result       time  what",
      "good     ok           0 s   all of it",
      "bad      FAILED       0 s   it computes 2",
      "absent   not checked  0 s   there is no such program here",
      "",
    ])
  })

  test("that is ended from outside ends what it started", async () => {
    const controller = new AbortController()
    const hanging = node(["-e", "setInterval(() => {}, 1000)"], { cwd: folder, signal: controller.signal })
    controller.abort()
    await expect(hanging).rejects.toThrow("aborted")
  })

  test("says what a program said before it failed", async () => {
    const failing = node(["-e", "console.log('the reason'); process.exit(3)"], { cwd: folder, signal })
    await expect(failing).rejects.toThrow(CommandError)
    await expect(failing).rejects.toThrow(/ended with 3:\nthe reason$/)
  })
})

describe("the command line", () => {
  test("--help names every project", async () => {
    const { code, text } = await said("--help")
    expect(code).toBe(0)
    for (const { name, about } of projects) expect(text).toMatch(new RegExp(`^  ${name} +${about.slice(0, 20)}`, "m"))
  })

  test("mistakes are told in a line", async () => {
    expect(await said("--only", "gone")).toEqual({
      code: 2,
      text: expect.stringMatching(/^rehearse: --only takes adapter, page, .*\. Received: gone\.\n$/),
    })
    expect(await said("--jobs", "0")).toMatchObject({ code: 2, text: expect.stringContaining("Received: 0.") })
    expect((await said("--nothing")).text).toMatch(/^rehearse: Unknown option '--nothing'.*\n$/)
  })
})
