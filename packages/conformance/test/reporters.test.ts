import {
  formatReport,
  type Report,
  type Result,
  reportOf,
  type Run,
  toHtml,
  toJson,
  toJUnit,
} from "@gradual/conformance"
import { parse } from "parse5"
import { SaxesParser } from "saxes"
import { describe, expect, test } from "vitest"

const nothing = { output: null, gradient: null }
const nasty = `<script>alert("1 & 2")</script> it's\u0000 \ud800 ]]>`
const report: Report = reportOf("mine", [
  { id: "probe/log-of-zero", status: "passed", worst: nothing },
  { id: "exp/a", status: "passed", worst: { output: 0.5, gradient: null } },
  { id: "exp/b", status: "failed", worst: { output: 12, gradient: 2 }, detail: `off by a lot\nand ${nasty}` },
  {
    id: "log/a",
    status: "known",
    worst: { output: 1e9, gradient: null },
    detail: "got 0",
    reason: "flushes (issue 1)",
  },
  { id: "log/b", status: "passed", worst: { output: 0.75, gradient: 3.25, second: 40 } },
  { id: "gradual/a", status: "unverifiable", worst: nothing },
  { id: "law/gradual/hardLimit", status: "skipped", worst: nothing, detail: "no float64" },
])
const run: Run = {
  name: "node/mine",
  report,
  rerun: (id) => `again '${id}' && echo <done>`,
  about: { node: "20.1.0", device: nasty },
}
const broken: Run = {
  name: "chromium/mine",
  report: reportOf("mine", []),
  rerun: run.rerun,
  failure: "the device was lost\nafter exp/a",
}

describe("in the terminal", () => {
  const plain = reportOf("mine", report.results.filter(({ id }) => /^(exp|law)/.test(id)).map(withoutNasty))

  test("a line per function, the failures, the counts", () => {
    expect(`\n${formatReport(plain)}`).toMatchInlineSnapshot(`
      "
        function        passed     output   gradient     second  (worst error in ulp)
      ✗ exp                1/2      12.00       2.00           
      – law/gradual        0/1                                 
      ✗ exp/b: off by a lot
      mine: 1 passed, 1 failed, 1 skipped (no float64: 1)"
    `)
    expect(formatReport(plain, { failuresOnly: true }).split("\n")).toHaveLength(2)
    expect(formatReport(plain, { color: true })).toContain("\u001b[31m")
  })

  test("what is known to fail is counted, not measured", () => {
    expect(formatReport(report)).toMatch(/^– log +1\/2 +0\.75 +3\.25 +40\.00 *$/m)
    expect(formatReport(report).split("\n").at(-1)).toBe(
      "mine: 3 passed, 1 failed, 1 skipped (no float64: 1), 1 known to fail, 1 unverifiable",
    )
  })

  test("what the backend returned, below a failure", () => {
    const tensor = { dtype: "float32", shape: [2], data: [1, "-0"] } as const
    const actual = { outputs: [tensor], gradients: [null, tensor] }
    const results = plain.results.map((result) => ({ ...result, actual }))
    expect(formatReport(reportOf("mine", results), { failuresOnly: true }).split("\n").slice(0, -1)).toEqual([
      "✗ exp/b: off by a lot",
      "    output 0: float32[2] 1, -0",
      "    gradient 1: float32[2] 1, -0",
    ])
  })
})

test("in JSON: as documented", () => {
  expect(toJson(report)).toEqual(report)
})

describe("as JUnit XML", () => {
  const xml = toJUnit([run, broken])

  test("is well-formed, with the elements and attributes that consumers take, and nothing else", () => {
    const taken: Record<string, readonly string[]> = {
      testsuites: ["name", "tests", "failures", "errors"],
      testsuite: ["name", "tests", "failures", "errors", "skipped"],
      properties: [],
      property: ["name", "value"],
      testcase: ["classname", "name"],
      failure: ["message"],
      error: ["message"],
      skipped: ["message"],
    }
    const elements = elementsOf(xml)
    expect(elements.map(({ name }) => name).filter((name) => taken[name] === undefined)).toEqual([])
    for (const { name, attributes } of elements) expect(Object.keys(attributes)).toEqual(taken[name])
  })

  test("counts what it holds", () => {
    const elements = elementsOf(xml)
    const count = (name: string) => String(elements.filter((each) => each.name === name).length)
    const [all, ours, theirs] = elements
      .filter(({ name }) => name.startsWith("testsuite"))
      .map((each) => each.attributes)
    expect(all).toEqual({
      name: "gradual conformance",
      tests: count("testcase"),
      failures: count("failure"),
      errors: count("error"),
    })
    expect(ours).toEqual({ name: "node/mine", tests: "7", failures: "1", errors: "0", skipped: count("skipped") })
    expect(theirs).toEqual({ name: "chromium/mine", tests: "1", failures: "0", errors: "1", skipped: "0" })
  })

  test("tells of each case: what failed and how to run it again, why another was skipped", () => {
    const cases = elementsOf(xml).filter(({ parent }) => parent?.name === "testcase")
    const told = cases.map(({ name, parent, attributes, text }) => [
      parent?.attributes.name,
      name,
      attributes.message,
      text,
    ])
    const readable = `<script>alert("1 & 2")</script> it's� � ]]>`
    expect(told).toEqual([
      [
        "exp/b",
        "failure",
        `off by a lot and ${readable}`,
        `off by a lot\nand ${readable}\n\nagain 'exp/b' && echo <done>\n`,
      ],
      ["log/a", "skipped", "known failure: flushes (issue 1)", ""],
      ["gradual/a", "skipped", "the backend makes no claim about it", ""],
      ["law/gradual/hardLimit", "skipped", "no float64", ""],
      ["the run", "error", "the device was lost after exp/a", "the device was lost\nafter exp/a"],
    ])
    const classes = elementsOf(xml).flatMap(({ attributes }) => attributes.classname ?? [])
    expect(new Set(classes)).toEqual(
      new Set([
        "node/mine.probe",
        "node/mine.exp",
        "node/mine.log",
        "node/mine.gradual",
        "node/mine.law/gradual",
        "chromium/mine",
      ]),
    )
  })
})

describe("as HTML", () => {
  const page = toHtml([run, broken, { ...run, name: "node/other" }])
  const elements = tree(page)
  const all = (tag: string, matches: (element: Element) => boolean = () => true) =>
    elements.filter((element) => element.tag === tag && matches(element))
  const cell = (name: string, column: number) =>
    (
      all(
        "tr",
        (row) => row.children[0]?.tag === "th" && row.children[0].text === name && row.children.length === 4,
      )[0] as Element
    ).children[column] as Element

  test("has no errors, and needs nothing but itself: no script, nothing loaded", () => {
    const errors: string[] = []
    parse(page, { onParseError: ({ code }) => errors.push(code) })
    expect(errors).toEqual([])
    expect(elements.filter(({ tag }) => ["script", "link", "img", "iframe"].includes(tag))).toEqual([])
    expect(elements.filter(({ attributes }) => Object.keys(attributes).some((name) => name.startsWith("on")))).toEqual(
      [],
    )
    expect(page).not.toMatch(/@import|url\(/)
    expect(all("a", ({ attributes }) => !attributes.href?.startsWith("#"))).toEqual([])
  })

  test("can be read without seeing it: a language, captions, headers with their scope, names of regions", () => {
    expect(all("html")[0]?.attributes.lang).toBe("en")
    expect(all("title")[0]?.text).toBe("Gradual conformance: 3 runs")
    expect(all("table").map(({ children }) => children[0]?.tag)).toEqual(["caption", "caption"])
    expect(all("th").map(({ attributes: { scope } }) => scope)).not.toContain(undefined)
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const named = elements.flatMap(({ attributes }) => attributes["aria-labelledby"] ?? [])
    expect(named.filter((id) => !ids.includes(id))).toEqual([])
    expect(cell("log", 1).text).toContain("output 0.75gradient 3.25second derivative 40.00")
  })

  test("suits light and dark rooms", () => {
    expect(page).toContain("color-scheme: light dark")
    expect(page).toContain("@media (prefers-color-scheme: dark)")
  })

  test("holds in each cell the worst errors and the counts; what is known to fail is not measured", () => {
    expect([1, 2, 3].map((column) => cell("log", column).text.replaceAll("\n", ""))).toEqual([
      "output 0.75gradient 3.25second derivative 40.001 known, 1 passed",
      "not run",
      "output 0.75gradient 3.25second derivative 40.001 known, 1 passed",
    ])
    const states = ["exp", "log", "gradual", "law/gradual", "probe"].map((name) => cell(name, 1).attributes.class)
    expect(states).toEqual(["failed", "known", "unverifiable", "skipped", "passed"])
    expect(all("th", ({ attributes: { scope } }) => scope === "rowgroup").map(({ text }) => text)).toEqual([
      "Operators",
      "Laws",
      "Claims of the backend",
      "Functions",
    ])
  })

  test("leads from a red cell to what failed, and to the command that runs it again", () => {
    const links = [cell("exp", 1), cell("exp", 3), cell("log", 1)].map(
      ({ children }) => children[0]?.attributes.href ?? "",
    )
    const targets = links.map((link) => elements.find(({ attributes: { id } }) => id === link.slice(1)))
    expect(targets.map((target) => target?.children[0]?.text)).toEqual([
      "exp on node/mine",
      "exp on node/other",
      "log on node/mine",
    ])
    expect(targets[0]?.text).toContain(`off by a lot\nand <script>alert("1 & 2")</script> it's`)
    expect(targets[0]?.text).toContain("again 'exp/b' && echo <done>")
    expect(targets[2]?.text).toContain("flushes (issue 1)")
    expect(cell("gradual", 1).children[0]?.tag).not.toBe("a")
  })

  test("begins with the verdict, and says of each run what it ran on and why it broke", () => {
    const verdict = (runs: Run[]) => /<p class="verdict (\w+)">(.*)<\/p>/.exec(toHtml(runs))?.slice(1)
    expect(verdict([run, broken])).toEqual(["failed", "✗ 3 passed, 1 failed, 1 of 2 runs broke"])
    expect(verdict([{ ...run, report: reportOf("mine", report.results.slice(0, 2)) }])).toEqual([
      "passed",
      "✓ 2 passed, 0 failed",
    ])
    const row = all("tr", ({ children }) => children[0]?.text === "✗ node/mine")[0]
    expect(row?.text).toMatch(/^✗ node\/mine3111no float64: 11node 20\.1\.0, device <script>/)
    expect(all("tr", ({ text }) => text.includes("the device was lost\nafter exp/a"))).toHaveLength(1)
  })

  test("takes functions of any name, and shows what a backend returned, not all of much", () => {
    const data = Array.from({ length: 150 }, (_, i) => i)
    const actual = { outputs: [{ dtype: "float32", shape: [150], data } as const], gradients: [null] }
    const names = ["a b", "a_b", "é/x", nasty, "%41"]
    const results = names.map((id): Result => ({ id, status: "failed", worst: nothing, detail: "no", actual }))
    const odd = tree(toHtml([{ ...run, report: reportOf("mine", results) }]))
    const ids = odd.flatMap(({ attributes: { id } }) => id ?? [])
    const links = odd.flatMap(({ attributes: { href } }) => href?.slice(1) ?? [])
    expect(links).toHaveLength(names.length)
    expect(new Set(links).size).toBe(names.length)
    expect(links.filter((link) => !ids.includes(link) || !/^[\w/-]+$/.test(link))).toEqual([])
    const shown = odd.filter(({ tag }) => tag === "li").map(({ text }) => text)
    expect(shown.find((text) => text.startsWith("output 0"))).toMatch(
      /^output 0, float32\[150\]: 0, 1, .* 99, and 50 more$/,
    )
  })
})

function withoutNasty(result: Result): Result {
  return result.detail === undefined ? result : { ...result, detail: result.detail.split("\n")[0] as string }
}

interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly parent: XmlElement | undefined
  text: string
}

/** All elements of an XML document; throws where it is not well-formed. */
function elementsOf(xml: string): XmlElement[] {
  const elements: XmlElement[] = []
  const open: XmlElement[] = []
  const parser = new SaxesParser()
  parser.on("error", (error) => {
    throw error
  })
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, parent: open.at(-1), text: "" }
    elements.push(element)
    open.push(element)
  })
  parser.on("text", (text) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on("closetag", () => open.pop())
  parser.write(xml).close()
  return elements
}

interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

interface HtmlNode {
  readonly nodeName: string
  readonly value?: string
  readonly attrs?: readonly { readonly name: string; readonly value: string }[]
  readonly childNodes?: readonly HtmlNode[]
}

/** All elements of a page, those outside before those inside. */
function tree(page: string): Element[] {
  const found: Element[] = []
  const textOf = ({ value = "", childNodes = [] }: HtmlNode): string => value + childNodes.map(textOf).join("")
  const visit = (node: HtmlNode): Element => {
    const children: Element[] = []
    const element: Element = {
      tag: node.nodeName,
      attributes: Object.fromEntries((node.attrs ?? []).map(({ name, value }) => [name, value])),
      children,
      text: textOf(node),
    }
    found.push(element)
    children.push(...(node.childNodes ?? []).filter(({ nodeName }) => !nodeName.startsWith("#")).map(visit))
    return element
  }
  visit(parse(page) as unknown as HtmlNode)
  return found
}
