import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "parse5"
import { SaxesParser } from "saxes"
import { beforeAll, describe, expect, test } from "vitest"
import { adapter } from "./adapter.ts"
import { folder, gradual, type Run } from "./terminal.ts"

const cwd = folder()
const run = (...args: readonly string[]): Promise<Run> => gradual(["conformance", ...args], { cwd })
const chosen = ["--filter", "exp/"] as const
writeFileSync(join(cwd, "right.mjs"), adapter("Math.exp(x)"))
writeFileSync(join(cwd, "made.mjs"), adapter("Math.exp(x)", "made"))
writeFileSync(join(cwd, "it's wrong.mjs"), adapter("x > 88.4 ? Infinity : Math.exp(x)"))
const wrong = ["--backend", "./it's wrong.mjs"] as const

interface Json {
  readonly summary: Readonly<Record<string, number>>
  readonly results: readonly { readonly id: string; readonly status: string; readonly detail?: string }[]
}

describe("an adapter from a file of its author's", () => {
  test.each(["./right.mjs", "right.mjs", join(cwd, "right.mjs"), "./made.mjs"])("%s is run", async (path) => {
    const { code, stdout, stderr } = await run("--backend", path, ...chosen)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toMatch(/\nmine: \d+ passed, 0 failed, \d+ skipped \(no .*\)\n$/)
  })

  test("fails what it gets wrong; with its list of known failures it does not", async () => {
    const before = await run(...wrong, ...chosen, "--json")
    expect(before.code).toBe(1)
    const failed = (JSON.parse(before.stdout) as Json).results.filter(({ status }) => status === "failed")
    const [{ id, detail = "" }] = failed as [Json["results"][number]]
    expect(failed).toHaveLength(1)
    const entry = { backend: "mine", match: id, reason: "exp overflows early in this runtime", upstream: "issue 1" }
    const list = (observed: string) =>
      JSON.stringify({ schema: "gradual.known-failures/1", failures: [{ ...entry, observed }] })
    writeFileSync(join(cwd, "known.json"), list(detail.slice(0, 40)))
    writeFileSync(join(cwd, "other.json"), list("looks otherwise"))
    const known = await run(...wrong, ...chosen, "--known-failures", "known.json", "--json")
    expect(known.code).toBe(0)
    expect((JSON.parse(known.stdout) as Json).summary).toMatchObject({ failed: 0, known: 1 })
    const other = await run(...wrong, ...chosen, "--known-failures", "other.json")
    expect(other.code).toBe(1)
    expect(other.stdout).toContain("(a known failure, but observed was: looks otherwise)")
    const fixed = await run("--backend", "./right.mjs", ...chosen, "--known-failures", "known.json")
    expect(fixed.code).toBe(1)
    expect(fixed.stdout).toContain(`${id}: passes, but is listed as a known failure`)
  })
})

describe("the command that a report gives for a failure", () => {
  let failures: Json["results"]
  beforeAll(async () => {
    expect((await run(...wrong, "--report", "out")).code).toBe(1)
    const { results } = JSON.parse(readFileSync(join(cwd, "out/report.json"), "utf8")) as Json
    failures = results.filter(({ status }) => status === "failed")
  })

  /** Words as a shell takes them: `gradual` is a function there that prints its own. */
  const typed = (command: string): string[] =>
    execFileSync("sh", ["-c", `gradual() { printf '%s\\0' "$@"; }\n${command}`], { cwd, encoding: "utf8" })
      .split("\0")
      .slice(0, -1)

  /** Runs it, and expects of it the same failure and nothing else. */
  async function expectSame(command: string, { id, detail }: Json["results"][number]): Promise<void> {
    const args = typed(command)
    expect(args.slice(0, 3)).toEqual(["conformance", ...wrong])
    const { code, stdout } = await gradual([...args, "--json"], { cwd })
    expect(code).toBe(1)
    const { results } = JSON.parse(stdout) as Json
    expect(results).toMatchObject([{ id, status: "failed", detail, actual: { outputs: expect.any(Array) } }])
  }
  /** One failure of each kind: a golden of an op and of an operator, a law, a probe. */
  const samples = () =>
    [/^exp\//, /^gradual\//, /^law\//, /^probe\//].map(
      (kind) => failures.find(({ id }) => kind.test(id)) ?? failures[0],
    )

  test("on the page runs that case alone, with the same outcome", async () => {
    const commands = commandsOf(readFileSync(join(cwd, "out/index.html"), "utf8"))
    expect(commands.size).toBe(failures.length)
    for (const failure of samples())
      await expectSame(commands.get(failure?.id as string) as string, failure as Json["results"][number])
  })

  test("in the XML does, too", async () => {
    const texts = failureTexts(readFileSync(join(cwd, "out/junit.xml"), "utf8"))
    expect(texts.size).toBe(failures.length)
    for (const failure of samples()) {
      const command = texts
        .get(failure?.id as string)
        ?.trim()
        .split("\n")
        .at(-1)
      await expectSame(command as string, failure as Json["results"][number])
    }
  })
})

interface Node {
  readonly nodeName: string
  readonly value?: string
  readonly childNodes?: readonly Node[]
}

/** The commands of a page, by the ids that stand over them. */
function commandsOf(page: string): Map<string, string> {
  const text = ({ value = "", childNodes = [] }: Node): string => value + childNodes.map(text).join("")
  const all = (node: Node): Node[] => [node, ...(node.childNodes ?? []).flatMap(all)]
  const articles = all(parse(page) as unknown as Node).filter(({ nodeName }) => nodeName === "article")
  return new Map(
    articles.map((article) => {
      const [title, command] = ["h4", "pre"].map(
        (name) => all(article).find(({ nodeName }) => nodeName === name) as Node,
      )
      return [text(title as Node), text(command as Node)]
    }),
  )
}

/** What the failures of a JUnit file say, by the names of their tests. */
function failureTexts(xml: string): Map<string, string> {
  const texts = new Map<string, string>()
  let [name, isFailure] = ["", false]
  const parser = new SaxesParser()
  parser.on("opentag", (tag) => {
    if (tag.name === "testcase") name = tag.attributes.name as string
    isFailure = tag.name === "failure"
  })
  parser.on("text", (text) => {
    if (isFailure) texts.set(name, (texts.get(name) ?? "") + text)
  })
  parser.on("closetag", () => {
    isFailure = false
  })
  parser.write(xml).close()
  return texts
}
